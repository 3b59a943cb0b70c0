using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Writes;
using MessageSync.TestPostgres;
using Npgsql;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>What a checkpoint reads, as the server counts it.</summary>
public sealed class CheckpointTests : IAsyncLifetime
{
    private const int Inboxes = 2000;
    private const int New = 40;

    private string _connection = "";
    private PostgresTestStore _store = null!;

    public async Task InitializeAsync()
    {
        _connection = await PostgresServer.SharedAsync();
        _store = await PostgresTestStore.NewAsync();
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task It_reads_the_new_entries_of_its_inboxes_once_and_of_no_others()
    {
        await Sql.RunAsync(_connection, $"""
            SET search_path = {_store.Schema};
            INSERT INTO inbox (usr, head, floor, swept, last_at, oldest_at, count)
            SELECT n, 0, 0, 0, 0, 0, 0 FROM generate_series(1, {Inboxes}) AS n;
            INSERT INTO entry (usr, seq, at, kind, conversation, reference, content, change)
            SELECT n, seq, 0, 1, 1, seq, NULL, seq FROM generate_series(1, {Inboxes}) AS n, generate_series(1, {New}) AS seq;
            ANALYZE inbox; ANALYZE entry;
            """);

        await using var source = Connecting.Source(new() { ConnectionString = _connection, Schema = _store.Schema }, pooled: false);
        await using var connection = await source.OpenConnectionAsync();
        await using (var batch = new Script(connection).Add("BEGIN"))
        {
            Checkpoints.Add(batch, [Inboxes - 3, Inboxes - 2]);
            await batch.RunAsync();
        }

        // The planner looks at the ends of an index besides.
        Assert.InRange(await ReadOfAsync(connection, "entry"), 2 * New, (2 * New) + 10);
        // To lock them, to read them, to move them.
        Assert.InRange(await ReadOfAsync(connection, "inbox"), 2 * 3, (2 * 3) + 10);
    }

    /// <summary>Rows of a table that this transaction looked at.</summary>
    private async Task<long> ReadOfAsync(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relid = '{_store.Schema}.{table}'::regclass",
            connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
