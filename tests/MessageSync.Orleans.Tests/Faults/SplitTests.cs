using Xunit.Abstractions;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>Silos that reach the database and the membership, and not each other.</summary>
public sealed class SplitTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Of_two_silos_that_do_not_hear_each_other_one_ends_and_the_other_goes_on()
    {
        await using var one = new SiloProxy();
        await using var other = new SiloProxy();
        await FaultTown.LiveAsync(output, null, async town =>
        {
            town.Lives.Healing.Begin();
            one.Split();
            other.Split();
            var ended = await Task.WhenAny(town.Silos.Select(async silo =>
            {
                await silo.ExitAsync();
                return silo;
            }));
            town.Tell($"one ended {town.Lives.Healing.Elapsed.TotalSeconds:0.0} s after the split");
            town.Lives.Leave(await ended);
            await town.HealsAsync("split");
            await town.SendsAsync(200);

            Assert.Single(town.Silos, silo => silo.HasExited);
        }, silos: 0, start: async town =>
        {
            await town.AddAsync(one.Settings);
            await town.AddAsync(other.Settings);
        });
    }
}
