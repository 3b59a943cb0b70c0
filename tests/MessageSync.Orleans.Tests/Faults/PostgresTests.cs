using MessageSync.TestPostgres;
using Xunit.Abstractions;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>The database that all silos share fails while they are under load.</summary>
public sealed class PostgresTests(ITestOutputHelper output)
{
    [Fact]
    public async Task PostgreSQL_may_be_restarted_and_killed_and_the_silos_go_on()
    {
        await using var server = await PostgresServer.StartAsync();
        await FaultTown.LiveAsync(output, server.ConnectionString("chat"), async town =>
        {
            town.Lives.Healing.Begin();
            await server.StopAsync();
            await server.StartAgainAsync();
            await town.HealsAsync("PostgreSQL restarted");
            await town.SendsAsync(200);

            town.Lives.Healing.Begin();
            await server.KillAsync();
            await server.StartAgainAsync();
            await town.HealsAsync("PostgreSQL killed");
            await town.SendsAsync(200);

            Assert.All(town.Silos, silo => Assert.False(silo.HasExited));
        });
    }
}
