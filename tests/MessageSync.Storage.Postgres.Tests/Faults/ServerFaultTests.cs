using MessageSync.TestDisk;
using MessageSync.TestPostgres;
using Npgsql;
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
        Assert.Single(town.Log.Lines, line => line.Id == 3203);
        await Sql.RunAsync(server.ConnectionString() + ";Options=-c default_transaction_read_only=off", "ALTER SYSTEM RESET ALL");
        await Sql.RunAsync(server.ConnectionString(), "SELECT pg_reload_conf()");

        Assert.Equal(new SeqNo(2), await sent);
        Assert.Single(page.Value!.Messages);
        await town.Log.UntilAsync(3210);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_and_asked_again_when_it_goes_on()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var town = await Town.StartAsync(server.ConnectionString(), Schema, options =>
            (options.StatementTimeout, options.ConnectTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        await town.GroupAsync(Tea);
        await town.SendAsync(Tea, Town.Ann, "before");
        server.Freeze();

        var sent = Enumerable.Range(0, Senders).Select(no => town.SendAsync(Tea, Town.Ann, $"meanwhile-{no}")).ToList();
        await town.Log.UntilAsync(3201);
        Assert.DoesNotContain(sent, one => one.IsCompleted);
        server.Thaw();

        Assert.Equal(
            Enumerable.Range(2, Senders).Select(seq => new SeqNo(seq)), (await Task.WhenAll(sent)).Order());
        await town.Log.UntilAsync(3210);
        Assert.Single(town.Log.Lines, line => line.Id == 3201);
    }

    [Fact]
    public async Task A_row_that_somebody_else_holds_keeps_its_own_conversation_waiting_and_no_other()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var town = await Town.StartAsync(server.ConnectionString(), Schema, options =>
            options.LockTimeout = TimeSpan.FromMilliseconds(100));
        await town.GroupAsync(Tea);
        await town.GroupAsync(Cake);
        await town.SendAsync(Tea, Town.Ann, "before");
        await using var source = NpgsqlDataSource.Create(server.ConnectionString());
        await using var holder = await source.OpenConnectionAsync();
        await using var holding = await holder.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand(
            $"""
            SELECT 1 FROM {Schema}.conversation WHERE n = (SELECT n FROM {Schema}.conversation_id WHERE id = 'tea')
            FOR UPDATE
            """,
            holder);
        await hold.ExecuteNonQueryAsync();

        var sent = town.SendAsync(Tea, Town.Ann, "held");
        await town.Log.UntilAsync(3204);
        for (var i = 1; i <= 20; i++) Assert.Equal(new(i), await town.SendAsync(Cake, Town.Ann, $"{i}"));
        Assert.False(sent.IsCompleted);
        await holding.RollbackAsync();

        Assert.Equal(new SeqNo(2), await sent);
    }

    [SmallDiskFact]
    public async Task A_full_disk_loses_nothing_and_is_over_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 192, ballast: 64);
        await using var server = await PostgresServer.StartInAsync(
            disk.Data, "max_wal_size=32MB", "min_wal_size=32MB", "wal_recycle=off");
        await using (var town = await Town.StartAsync(server.ConnectionString(), Schema))
        {
            await town.GroupAsync(Tea, Bob);
            using var enough = new CancellationTokenSource();
            var text = new string('x', 60_000);
            var sending = Enumerable.Range(0, 4).Select(no => SendUntilAsync(town, no, enough.Token, text)).ToList();
            // Where the log of the server had no room either, it has ended.
            await town.Log.UntilAsync(3201, 3202);
            disk.MakeRoom();
            if (server.HasExited) await server.StartAgainAsync();
            await enough.CancelAsync();
            var acknowledged = (await Task.WhenAll(sending)).SelectMany(one => one).ToList();

            Assert.Distinct(acknowledged);
            await Inboxes.CompleteAsync(town.Sync, Bob, Tea, acknowledged.Count);
        }
        await Town.AssertSoundAsync(server.ConnectionString(), Schema);
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

    private static async Task<List<SeqNo>> SendUntilAsync(
        Town town, int sender, CancellationToken enough, string? text = null)
    {
        var acknowledged = new List<SeqNo>();
        while (!enough.IsCancellationRequested)
            acknowledged.Add(await town.SendAsync(Tea, Town.Ann, $"{sender}-{acknowledged.Count}", text));
        return acknowledged;
    }
}
