using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>
/// Drops what is beyond the bounds in Inboxes that nobody writes to: those with aged entries, found by <c>oldest_at</c>, a
/// lower bound that only the sweep lifts, and those with too many, found by looking through the small rows of all Inboxes.
/// </summary>
/// <param name="connection">Worked on.</param>
/// <param name="soleUse">Dropped, where it is another program's.</param>
/// <param name="bounds">What is kept.</param>
/// <param name="now">No entry that is yet to come is older.</param>
internal sealed class InboxSweep(
    NpgsqlConnection connection, SoleUse soleUse, InboxBounds bounds, DateTimeOffset now)
{
    private const int InboxesMax = 200;

    /// <summary>Inboxes that only look aged, as their lower bound is old, drop nothing and are many.</summary>
    private const int RoundsMax = 25;

    // The second part reads the whole table, in the order it lies.
    private const string Candidates = """
        SELECT usr FROM inbox WHERE oldest_at < $1
        UNION SELECT i.usr FROM inbox AS i WHERE i.count > $2 - 64 AND i.count + (
            SELECT count(*) FROM entry AS e WHERE e.usr = i.usr AND e.seq > i.head AND e.kind <> 0) > $2
        ORDER BY usr LIMIT $3
        """;

    private const string Due = """
        SELECT i.usr, e.seq FROM inbox AS i, LATERAL (
            SELECT seq FROM (
                SELECT seq, at, row_number() OVER (ORDER BY seq) AS rank FROM (
                    SELECT seq, at FROM entry WHERE usr = i.usr AND seq > i.floor AND kind <> 0 ORDER BY seq LIMIT $4
                ) AS oldest
            ) AS ranked WHERE at < $2 OR rank <= i.count - $3
        ) AS e WHERE i.usr = ANY($1) ORDER BY i.usr, e.seq LIMIT $4
        """;

    private const string DropOld = """
        DELETE FROM entry AS e USING inbox AS i
        WHERE i.usr = ANY($1) AND e.usr = i.usr AND e.seq > i.swept AND e.seq <= i.floor
        """;

    private const string Move = """
        UPDATE inbox AS i SET floor = greatest(i.floor, r.floor), swept = i.floor, count = i.count - r.dropped, oldest_at = coalesce((
            SELECT at FROM entry WHERE usr = i.usr AND seq > greatest(i.floor, r.floor) AND kind <> 0
            ORDER BY seq LIMIT 1), $4)
        FROM unnest($1, $2, $3) AS r (usr, floor, dropped) WHERE i.usr = r.usr
        """;

    private const string Forget = """
        DELETE FROM notified WHERE (usr, send_key) IN (SELECT usr, send_key FROM notified WHERE at < $1 LIMIT $2)
        """;

    /// <summary>Drops at most <paramref name="limit"/> entries and keys.</summary>
    /// <returns>How many were dropped.</returns>
    public async Task<int> RunAsync(int limit)
    {
        var dropped = 0;
        for (var round = 0; round < RoundsMax && dropped < limit; round++)
        {
            var users = await FindAsync().ConfigureAwait(false);
            if (users.Length == 0) break;
            dropped += await DropAsync(users, limit - dropped).ConfigureAwait(false);
        }
        return dropped < limit ? dropped + await ForgetAsync(limit - dropped).ConfigureAwait(false) : dropped;
    }

    private async Task<int[]> FindAsync()
    {
        await using var script = new Script(connection).Add("BEGIN READ ONLY").Add("SET LOCAL enable_seqscan = on")
            .Add(Candidates).With(Times.Of(bounds.OldestAt)).With((long)bounds.EntriesMax).With((long)InboxesMax)
            .Add("COMMIT");
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var users = new List<int>();
        while (await row.ReadAsync().ConfigureAwait(false)) users.Add(row.GetInt32(0));
        return [.. users];
    }

    /// <summary>In one transaction, with the rows of the Inboxes locked as their writers lock them.</summary>
    private async Task<int> DropAsync(int[] users, int limit)
    {
        while (!await TryLockAsync(users).ConfigureAwait(false))
        {
        }
        var dropped = users.ToDictionary(user => user, _ => (Floor: 0L, Count: 0));
        await using (var look = new Script(connection).Add(Due)
            .With(users).With(Times.Of(bounds.OldestAt)).With((long)bounds.EntriesMax).With((long)limit))
        {
            await using var row = await look.ReadAsync().ConfigureAwait(false);
            while (await row.ReadAsync().ConfigureAwait(false))
                dropped[row.GetInt32(0)] = (row.GetInt64(1), dropped[row.GetInt32(0)].Count + 1);
        }
        await using var move = new Script(connection)
            .Add(DropOld).With(users)
            .Add(Move).With(users)
            .With(users.Select(user => dropped[user].Floor).ToArray())
            .With(users.Select(user => dropped[user].Count).ToArray())
            .With(Times.Of(now))
            .Add("COMMIT");
        await move.RunAsync().ConfigureAwait(false);
        return dropped.Values.Sum(one => one.Count);
    }

    private async Task<bool> TryLockAsync(int[] users)
    {
        await using var script = new Script(connection);
        var claim = soleUse.Begin(script);
        Checkpoints.Add(script, users);
        try
        {
            await script.RunAsync().ConfigureAwait(false);
            return true;
        }
        catch (ClashException)
        {
            await Batches.RollBackAsync(connection).ConfigureAwait(false);
            await soleUse.IsLostAsync(connection, claim).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<int> ForgetAsync(int limit)
    {
        await using var command = new NpgsqlCommand(Forget, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Times.Of(bounds.OldestAt) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = limit });
        return await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
