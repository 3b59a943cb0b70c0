using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Reads;
using Npgsql;

namespace MessageSync.Storage.Postgres;

/// <summary>Looks through the database. Silos may go on working meanwhile.</summary>
internal sealed class PostgresCheck(Database database) : IStoreCheck
{
    public IReadOnlyList<string> Rules { get; } = [.. CheckRules.All.Select(rule => rule.Rule)];

    public Task<IReadOnlyList<Flaw>> RunAsync(CancellationToken ct) => database.UseAsync(
        async connection =>
        {
            // Whole tables are read: index by index that would take for ever, and longer than a statement may.
            await ExecuteAsync(connection, """
                BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
                SET LOCAL statement_timeout = 0; SET LOCAL enable_seqscan = on; SET LOCAL plan_cache_mode = auto;
                """).ConfigureAwait(false);
            var flaws = new List<Flaw>();
            foreach (var (rule, question) in CheckRules.All)
            {
                ct.ThrowIfCancellationRequested();
                await using var command = new NpgsqlCommand($"{question} LIMIT {IStoreCheck.FlawsMax}", connection);
                command.CommandTimeout = 0;
                await using var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
                while (await row.ReadAsync(ct).ConfigureAwait(false)) flaws.Add(new(rule, row.GetString(0)));
            }
            await ExecuteAsync(connection, "COMMIT").ConfigureAwait(false);
            return (IReadOnlyList<Flaw>)flaws;
        });

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
