using MessageSync.Orleans.Tests.Support;
using Xunit.Abstractions;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>Real silos whose membership is in a real Redis.</summary>
public sealed class RedisTests(ITestOutputHelper output)
{
    /// <summary>Far beyond what is normal.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Silos_join_over_Redis_which_may_be_restarted_and_one_killed_is_made_good_by_the_others()
    {
        await using var redis = await RedisServer.StartAsync();
        await FaultTown.LiveAsync(output, null, async town =>
        {
            await redis.StopAsync();
            await town.SendsAsync(100);
            await redis.StartAgainAsync();
            await town.SendsAsync(100);
            Assert.Equal(0, town.Lives.Repeated);

            town.Lives.Healing.Begin();
            await town.Silos[1].KillAsync();
            await town.HealsAsync("killed, membership in Redis");
            town.Lives.Leave(town.Silos[1]);
            await town.AddAsync();
            await town.SendsAsync(100);
        }, redis.Membership);
    }

    [Fact]
    public async Task When_Redis_loses_its_data_the_silos_say_so_and_the_cluster_heals()
    {
        await using var redis = await RedisServer.StartAsync();
        await FaultTown.LiveAsync(output, null, async town =>
        {
            await redis.StopAsync(forget: true);
            await redis.StartAgainAsync();
            town.Lives.Healing.Begin();
            var again = town.Silos.Select(silo => silo.Errors.UntilAsync("is in the membership again", s_patience));
            foreach (var line in await Task.WhenAll(again)) town.Tell(line);
            town.Tell($"all are in it again {town.Lives.Healing.Elapsed.TotalSeconds:0.0} s after");
            var added = await town.AddAsync();
            await town.HealsAsync("Redis lost its data");
            await town.SendsAsync(100);

            await town.Silos[0].KillAsync();
            town.Lives.Leave(town.Silos[0]);
            town.Lives.Healing.Begin();
            await town.HealsAsync("killed after that");
            Assert.False(added.HasExited);
        }, redis.Membership);
    }
}
