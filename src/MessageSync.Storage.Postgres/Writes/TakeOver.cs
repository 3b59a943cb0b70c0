using System.Text;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Stored;
using Npgsql;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>
/// Takes over what dead writers left: whoever gets the lock of one fences it, so that it never writes again though it may
/// only have been slow, and keeps the lock, so that nobody else takes the same rows.
/// </summary>
internal sealed class TakeOver(WriterLock held, string own, LivingWriters living, TimeProvider clock)
{
    /// <summary>The number of the fence that ends a writer.</summary>
    public const long Last = long.MaxValue;

    private const string Writers = """
        SELECT writer FROM journal WHERE writer <> $1 GROUP BY writer
        HAVING max(batch) < $2 OR bool_or(NOT is_fence AND NOT is_announced AND announcements <> '[]')
        ORDER BY writer
        """;

    private const string Newest = "SELECT max(batch), max(batch) FILTER (WHERE batch < $2) FROM journal WHERE writer = $1";

    private const string RowsOf = """
        SELECT batch, announcements, conversations FROM journal
        WHERE writer = $1 AND NOT is_fence AND NOT is_announced AND announcements <> '[]' ORDER BY batch
        """;

    private const string OfOthers = """
        SELECT announcements FROM journal
        WHERE writer <> ALL($1) AND NOT is_fence AND NOT is_announced AND conversations && $2
        """;

    private const string Lags = """
        SELECT l.no, u.id, c.id, l.offers
        FROM lag AS l JOIN user_id AS u ON u.n = l.usr JOIN conversation_id AS c ON c.n = l.conversation
        WHERE $1 IS NULL OR c.id = ANY($1) ORDER BY l.no
        """;

    /// <summary>Does it.</summary>
    public async Task<LeftBehind> RunAsync()
    {
        var (rows, conversations, known) =
            (new List<JournalRow>(), new HashSet<int>(), living.Ids.ToHashSet(StringComparer.Ordinal));
        foreach (var writer in await ReadWritersAsync().ConfigureAwait(false))
        {
            if (!await held.TryTakeAsync(writer).ConfigureAwait(false)) continue;
            await FenceAsync(writer).ConfigureAwait(false);
            rows.AddRange(await ReadRowsAsync(writer, conversations).ConfigureAwait(false));
            known.Add(writer);
        }
        return new(rows, await ReadLagsAsync(held.Connection, null).ConfigureAwait(false))
        {
            Others = rows.Count > 0
                ? await ReadOthersAsync(held.Connection, [.. known], [.. conversations]).ConfigureAwait(false)
                : [],
        };
    }

    /// <summary>The number after its newest waits for a batch that is still under way, and then is taken by it or by the
    /// fence.</summary>
    private async Task FenceAsync(string writer)
    {
        while (true)
        {
            var (newest, last) = await ReadNewestAsync(writer).ConfigureAwait(false);
            if (newest == Last) return;
            try
            {
                await using var script = new Script(held.Connection).Add("BEGIN");
                JournalWrites.AddFence(script, new(writer, last + 1), clock.GetUtcNow());
                JournalWrites.AddFence(script, new(writer, Last), clock.GetUtcNow());
                await script.Add("COMMIT").RunAsync().ConfigureAwait(false);
                return;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                await Batches.RollBackAsync(held.Connection).ConfigureAwait(false);
            }
        }
    }

    private async Task<List<string>> ReadWritersAsync()
    {
        await using var script = new Script(held.Connection).Add(Writers).With(own).With(Last);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var writers = new List<string>();
        while (await row.ReadAsync().ConfigureAwait(false)) writers.Add(row.GetString(0));
        return writers;
    }

    private async Task<(long Newest, long Last)> ReadNewestAsync(string writer)
    {
        await using var script = new Script(held.Connection).Add(Newest).With(writer).With(Last);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        return (row.LongOrZero(0), row.LongOrZero(1));
    }

    private async Task<List<JournalRow>> ReadRowsAsync(string writer, HashSet<int> conversations)
    {
        await using var script = new Script(held.Connection).Add(RowsOf).With(writer);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var rows = new List<JournalRow>();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            rows.Add(new(new(writer, row.GetInt64(0)), ReadRuns(row, 1)));
            conversations.UnionWith(row.GetFieldValue<int[]>(2));
        }
        return rows;
    }

    private static IReadOnlyList<JournalRun> ReadRuns(NpgsqlDataReader row, int column) =>
        JournalText.Read(Encoding.UTF8.GetBytes(row.GetString(column)));

    /// <summary>What others than these writers have yet to announce of these conversations, and of what lies in the same
    /// rows.</summary>
    public static async Task<List<JournalRun>> ReadOthersAsync(NpgsqlConnection connection, string[] known, int[] conversations)
    {
        await using var script = new Script(connection).Add(OfOthers).With(known).With(conversations);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var runs = new List<JournalRun>();
        while (await row.ReadAsync().ConfigureAwait(false)) runs.AddRange(ReadRuns(row, 0));
        return runs;
    }

    /// <summary>What is set aside, of some conversations or, where none are named, of all.</summary>
    public static async Task<List<Lag>> ReadLagsAsync(NpgsqlConnection connection, IReadOnlyList<ConversationId>? of)
    {
        await using var script = new Script(connection).Add(Lags).With(of?.Select(id => id.Value).ToArray());
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var lags = new List<Lag>();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            lags.Add(new(
                row.GetInt64(0), new(row.GetString(1)), new(row.GetString(2)),
                StoredJson.ReadOffers(Encoding.UTF8.GetBytes(row.GetString(3)))));
        }
        return lags;
    }
}
