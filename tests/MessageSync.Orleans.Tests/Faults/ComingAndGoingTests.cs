using Xunit.Abstractions;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>Silos that come and go in order, under load: hardly anybody notices.</summary>
public sealed class ComingAndGoingTests(ITestOutputHelper output)
{
    [Fact]
    public Task While_a_silo_is_added_under_load_no_send_and_no_stream_fails() =>
        FaultTown.LiveAsync(output, null, async town =>
        {
            town.Lives.Healing.Begin();
            var added = await town.AddAsync();
            await town.HealsAsync("added");
            await town.SendsAsync(400);

            Assert.False(added.HasExited);
            Assert.Equal((0, 0), (town.Lives.Repeated, town.Lives.BrokenStreams));
        });

    [Fact]
    public Task While_a_silo_told_to_stop_goes_the_others_fail_no_send_and_no_stream() =>
        FaultTown.LiveAsync(output, null, async town =>
        {
            var leaving = town.Silos[1];
            town.Lives.Healing.Begin();
            var (exitCode, errors) = await leaving.StopAsync();
            town.Tell($"stopped in {town.Lives.Healing.Elapsed.TotalSeconds:0.0} s");
            town.Lives.Leave(leaving);
            await town.HealsAsync("stopped in order");
            await town.SendsAsync(200);

            Assert.True(exitCode == 0, errors);
            Assert.Equal((0, 0), (town.Lives.FailedSends, town.Lives.BrokenStreams));
        });
}
