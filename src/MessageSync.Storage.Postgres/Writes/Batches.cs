using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Stores batches: all writes of one in one transaction, in one question to the server and one for the commit.</summary>
internal sealed class Batches(Database database, SoleUse soleUse, TimeProvider clock)
{
    /// <summary>How often what two transactions did to one another is tried again.</summary>
    private const int AttemptsMax = 5;

    /// <summary>Stores a batch.</summary>
    /// <returns>One outcome for each write.</returns>
    /// <exception cref="ClashException">The batch's own row is in the way: its number is used or fenced.</exception>
    public async Task<IReadOnlyList<WriteOutcome>> StoreAsync(
        NpgsqlConnection connection, JournalKey key, IReadOnlyList<StoreWrite> writes)
    {
        var outcomes = new WriteOutcome[writes.Count];
        var left = Enumerable.Range(0, writes.Count).ToList();
        for (var attempt = 1; ; attempt++)
        {
            var batch = left.ConvertAll(i => writes[i]);
            var ids = await Ids.GiveAsync(database, connection, batch).ConfigureAwait(false);
            await using var script = new Script(connection);
            var claim = soleUse.Begin(script);
            Exception clash;
            try
            {
                await StoreAsync(script, key, batch, ids, claim is null ? null : soleUse.Heads).ConfigureAwait(false);
                await CommitAsync(connection).ConfigureAwait(false);
                if (claim is not null) Remember(batch, ids);
                return outcomes;
            }
            catch (PostgresException error) when (
                attempt < AttemptsMax && PostgresErrors.IsTransient(error.SqlState))
            {
                database.Failed(error);
                await RollBackAsync(connection).ConfigureAwait(false);
                continue;
            }
            catch (Exception error) when (
                error is ClashException or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                clash = error;
            }
            await RollBackAsync(connection).ConfigureAwait(false);
            // Where the look said so, another writer of this program may have settled it since.
            if (await soleUse.IsLostAsync(connection, claim).ConfigureAwait(false) || clash is ClashException { IsOfLook: true })
                continue;

            var found = await Clashes.FindAsync(connection, batch, ids).ConfigureAwait(false);
            if (found.Count == 0) throw clash;
            foreach (var (place, outcome) in found) outcomes[left[place]] = outcome;
            left = [.. left.Where((_, place) => !found.ContainsKey(place))];
        }
    }

    /// <summary>Ends a transaction that failed.</summary>
    public static async Task RollBackAsync(NpgsqlConnection connection)
    {
        await using var script = new Script(connection).Add("ROLLBACK");
        await script.RunAsync().ConfigureAwait(false);
    }

    private async Task StoreAsync(Script script, JournalKey key, List<StoreWrite> writes, Ids ids, KnownHeads? heads)
    {
        var runs = writes.OfType<TimelineRun>().ToList();
        if (runs.Count > 0) new TimelineWrites(script, ids).Add(runs);
        if (writes.OfType<InboxWrite>().ToList() is { Count: > 0 } inboxes) new InboxWrites(script, ids, heads).Add(inboxes);
        if (writes.OfType<DevicesWrite>().ToList() is { Count: > 0 } devices) new DeviceWrites(script, ids).Add(devices);
        foreach (var write in writes)
        {
            switch (write)
            {
                case JournalClear clear: JournalWrites.Add(script, clear); break;
                case LagWrite lag: JournalWrites.Add(script, lag, ids); break;
                case LagClear lag: JournalWrites.Add(script, lag); break;
            }
        }
        JournalWrites.Add(script, key, runs, ids, clock.GetUtcNow());
        await script.RunAsync().ConfigureAwait(false);
    }

    private void Remember(List<StoreWrite> stored, Ids ids)
    {
        foreach (var write in stored)
            if (write is InboxWrite { Run: var run }) soleUse.Heads.Add(ids.Of(run.Owner), run.Head.Value);
    }

    private static async Task CommitAsync(NpgsqlConnection connection)
    {
        await using var script = new Script(connection).Add("COMMIT");
        await script.RunAsync().ConfigureAwait(false);
    }
}
