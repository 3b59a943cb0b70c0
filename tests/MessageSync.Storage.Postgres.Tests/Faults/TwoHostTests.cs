using MessageSync.Conformance;
using Npgsql;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Postgres.Tests.Faults;

/// <summary>Two owners of the same grains: the store decides (S1).</summary>
public sealed class TwoHostTests
{
    [Fact]
    public async Task Two_hosts_that_fight_over_the_same_grains_lose_and_double_nothing()
    {
        const int perHost = 150;
        var (connection, schema) = await Town.NewSchemaAsync();
        await using var one = await Town.StartAsync(connection, schema);
        await using var other = await Town.StartAsync(connection, schema);
        await one.GroupAsync(Tea, Bob);

        var sends = await Task.WhenAll(Enumerable.Range(0, 2 * perHost).Select(
            i => (i % 2 == 0 ? one : other).SendAsync(Tea, Town.Ann, $"{i}")));

        Assert.Equal(Enumerable.Range(1, 2 * perHost).Select(seq => new SeqNo(seq)), sends.Order());
        await Inboxes.CompleteAsync(one.Sync, Bob, Tea, 2 * perHost);
        await Inboxes.CompleteAsync(other.Sync, Bob, Tea, 2 * perHost);
        await Town.AssertSoundAsync(connection, schema);
    }

    [Fact]
    public async Task A_writer_that_was_taken_for_dead_goes_on_under_a_new_id()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await using var one = await Town.StartAsync(connection, schema, options => options.WriterCount = 1);
        await one.GroupAsync(Tea, Bob);
        await one.SendAsync(Tea, Town.Ann, "1");
        await Sql.RunAsync(connection, $"""
            SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid IN (
                SELECT l.pid FROM pg_locks AS l JOIN {schema}.journal AS j
                ON (l.classid::bigint << 32 | l.objid::bigint) = ('x' || left(j.writer, 16))::bit(64)::bigint)
            """);

        await using var other = await Town.StartAsync(connection, schema, options => options.WriterCount = 1);
        for (var i = 2; i <= 5; i++) Assert.Equal(new SeqNo(i), await one.SendAsync(Tea, Town.Ann, $"{i}"));

        await one.Log.UntilAsync(3220);
        await Inboxes.CompleteAsync(one.Sync, Bob, Tea, 5);
        await Town.AssertSoundAsync(connection, schema);
    }

    [Fact]
    public async Task A_writer_that_takes_over_goes_on_writing_under_its_id_meanwhile()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await using var store = await PostgresStore.OpenAsync(
            new() { ConnectionString = connection, Schema = schema }, TimeProvider.System);
        await using var writer = store.OpenWriter();
        var id = writer.Id;
        await using var source = NpgsqlDataSource.Create(connection + ";Pooling=false");
        await using var slow = await source.OpenConnectionAsync();
        await RunAsync(slow, Row(schema, batch: 1));
        await RunAsync(slow, "BEGIN");
        await RunAsync(slow, Row(schema, batch: 2));   // under way: whoever fences it waits

        var takingOver = writer.TakeOverAsync(CancellationToken.None);
        while (await Sql.AskAsync<long>(
            connection, $"SELECT count(*) FROM pg_stat_activity WHERE {slow.ProcessID} = ANY(pg_blocking_pids(pid))") == 0)
        {
            Assert.False(takingOver.IsCompleted);
        }
        var outcomes = await writer.CommitAsync(1, [StoreDriver.Decide(Tea, null, Noon, Create(Bob))], CancellationToken.None);
        await RunAsync(slow, "ROLLBACK");
        await takingOver;

        Assert.Equal([WriteOutcome.Stored], outcomes);
        Assert.Equal(id, writer.Id);
    }

    [Fact]
    public async Task What_another_silo_took_over_and_has_not_announced_yet_is_announced_before_what_follows_it()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        var options = new PostgresStoreOptions { ConnectionString = connection, Schema = schema };
        await using var slow = await PostgresStore.OpenAsync(options, TimeProvider.System);
        var created = StoreDriver.Decide(Tea, null, Noon, Create(Town.Ann, Bob), Send(Town.Ann, "one"));
        await DieAfterAsync(slow, created);
        await using var taker = slow.OpenWriter();
        Assert.Single((await taker.TakeOverAsync(default)).Rows);   // and announces nothing for now
        await DieAfterAsync(slow, StoreDriver.Decide(Tea, created.After, Noon, Send(Town.Ann, "two")));

        await using var town = await Town.StartAsync(connection, schema);

        await Inboxes.CompleteAsync(town.Sync, Bob, Tea, 2);
    }

    [Fact]
    public async Task What_a_writer_of_the_same_host_has_yet_to_announce_is_none_of_others()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        var options = new PostgresStoreOptions { ConnectionString = connection, Schema = schema };
        await using var store = await PostgresStore.OpenAsync(options, TimeProvider.System);
        var writers = store.OpenWriters();
        await using var one = writers[0];
        await using var neighbour = writers[1];
        await using var stranger = store.OpenWriter();

        await neighbour.CommitAsync(1, [StoreDriver.Decide(Tea, null, Noon, Create(Town.Ann, Bob))], default);

        Assert.Empty(await one.ReadOthersAsync(Tea, default));
        Assert.Single(await stranger.ReadOthersAsync(Tea, default));
    }

    private static async Task DieAfterAsync(PostgresStore store, TimelineRun run)
    {
        await using var writer = store.OpenWriter();
        Assert.Equal([WriteOutcome.Stored], await writer.CommitAsync(1, [run], default));
    }

    private static string Row(string schema, int batch) => $"""
        INSERT INTO {schema}.journal (writer, batch, is_fence, is_announced, at, conversations, announcements)
        VALUES ('{new string('a', 32)}', {batch}, false, false, 0, ARRAY[]::integer[], '[]')
        """;

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
