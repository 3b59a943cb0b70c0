using Xunit.Abstractions;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>
/// Goal: whatever happens to a silo of a cluster, nothing acknowledged is lost, doubled or out of order, and sends are
/// accepted again. Method: real processes, killed and frozen under load; see <see cref="FaultTown"/>.
/// </summary>
public sealed class FailingSiloTests(ITestOutputHelper output)
{
    [Fact]
    public Task When_a_silo_is_killed_its_conversations_go_on_in_the_others_and_nothing_is_lost() =>
        FaultTown.LiveAsync(output, null, async town =>
        {
            var doomed = town.Silos[1];
            town.Lives.Healing.Begin();
            await doomed.KillAsync();
            await town.HealsAsync("killed");
            town.Lives.Leave(doomed);
            await town.SendsAsync(200);
        });

    /// <summary>A frozen silo keeps everything: its grains, its connections, the locks of its writers. While it stands still
    /// the others take its grains; when it goes on, there are two owners of each, and the store decides (S1).</summary>
    [Fact]
    public Task A_silo_that_stood_still_too_long_is_refused_by_the_store_and_ends() =>
        FaultTown.LiveAsync(output, null, async town =>
        {
            var frozen = town.Silos[1];
            town.Lives.Healing.Begin();
            frozen.Freeze();
            town.Lives.Leave(frozen);
            await town.HealsAsync("frozen");
            await town.SendsAsync(100);

            var late = town.SendThroughAsync(frozen, "late");
            frozen.Thaw();
            town.Lives.Join(frozen);
            await late;
            await town.SendThroughAsync(frozen, "later");
            await frozen.ExitAsync();
            town.Lives.Leave(frozen);
            town.Tell($"ended {town.Lives.Healing.Elapsed.TotalSeconds:0.0} s after it was frozen");
            await town.AddAsync();
            await town.SendsAsync(200);

            Assert.Contains("dead", frozen.Errors.Text, StringComparison.OrdinalIgnoreCase);
        });
}
