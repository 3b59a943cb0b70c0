using MessageSync.TestPostgres;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Postgres.Tests.Faults;

/// <summary>The server ends, dies or takes no writes under load: nothing acknowledged is lost, nothing is doubled, and the
/// host goes on by itself.</summary>
public sealed class ServerFaultTests
{
    private const string Schema = "chat";
    private const int Senders = 16;

    [Fact]
    public Task A_server_that_is_restarted_under_load_loses_nothing() => UnderLoadAsync(async server =>
    {
        await server.StopAsync();
        await server.StartAgainAsync();
    });

    [Fact]
    public Task A_server_that_is_killed_under_load_loses_nothing() => UnderLoadAsync(async server =>
    {
        await server.KillAsync();
        await server.StartAgainAsync();
    });

    [Fact]
    public async Task A_server_that_takes_no_writes_is_told_of_once_and_read_from()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var town = await Town.StartAsync(server.ConnectionString(), Schema);
        await town.GroupAsync(Tea);
        await town.SendAsync(Tea, Town.Ann, "before");
        await Sql.RunAsync(server.ConnectionString(), "ALTER SYSTEM SET default_transaction_read_only = on");
        await Sql.RunAsync(server.ConnectionString(), "SELECT pg_reload_conf()");

        var sent = town.SendAsync(Tea, Town.Ann, "after");
        await town.Log.UntilAsync(3203);
        var page = await town.Sync.SomeAsync(new(Town.Ann), Tea, [new(1)]);
        await Sql.RunAsync(server.ConnectionString() + ";Options=-c default_transaction_read_only=off", "ALTER SYSTEM RESET ALL");
        await Sql.RunAsync(server.ConnectionString(), "SELECT pg_reload_conf()");

        Assert.Equal(new SeqNo(2), await sent);
        Assert.Single(page.Value!.Messages);
        await town.Log.UntilAsync(3210);
        Assert.Single(town.Log.Lines, line => line.Id == 3203);
    }

    private static async Task UnderLoadAsync(Func<PostgresServer, Task> fault)
    {
        await using var server = await PostgresServer.StartAsync();
        await using (var town = await Town.StartAsync(server.ConnectionString(), Schema))
        {
            await town.GroupAsync(Tea, Bob);
            using var enough = new CancellationTokenSource();
            var sending = Enumerable.Range(0, Senders).Select(no => SendUntilAsync(town, no, enough.Token)).ToList();
            for (var i = 0; i < 3; i++)
            {
                await fault(server);
                await town.SendAsync(Tea, Town.Ann, $"after-{i}");
            }
            await enough.CancelAsync();
            var acknowledged = (await Task.WhenAll(sending)).SelectMany(one => one).ToList();

            Assert.Distinct(acknowledged);
            await Inboxes.CompleteAsync(town.Sync, Bob, Tea, acknowledged.Count + 3);
        }
        await Town.AssertSoundAsync(server.ConnectionString(), Schema);
    }

    private static async Task<List<SeqNo>> SendUntilAsync(Town town, int sender, CancellationToken enough)
    {
        var acknowledged = new List<SeqNo>();
        while (!enough.IsCancellationRequested)
            acknowledged.Add(await town.SendAsync(Tea, Town.Ann, $"{sender}-{acknowledged.Count}"));
        return acknowledged;
    }
}
