using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>
/// Whether this program is the only one that writes. It claims so when it starts, in the row of the store; whoever else writes
/// drops the claim first. While it stands, no Inbox has moved on but by this program's own runs: one that follows the last of
/// them lies above the floor without a look at it (docs/decisions/0011).
/// </summary>
internal sealed class SoleUse
{
    // "MSso", of this schema. Batches share the lock, so whoever changes the claim waits for those under way.
    private const string Key = "1297314671, ('store'::regclass::oid)::integer";

    private const string Share = $"SELECT pg_advisory_xact_lock_shared({Key})";

    private const string Take = $"SELECT pg_advisory_xact_lock({Key})";

    private const string IsAsKnown = "SELECT 1 FROM store WHERE sole IS NOT DISTINCT FROM $1";

    private const string Claim = "UPDATE store SET sole = $1";

    private const string Read = "SELECT sole FROM store";

    private const string Drop = "UPDATE store SET sole = NULL WHERE sole = $1";

    private readonly string _id = Guid.NewGuid().ToString("N");
    private volatile string? _claim;
    private int _asked;

    /// <summary>What Inboxes have come to since the claim, while it stands.</summary>
    public KnownHeads Heads { get; } = new();

    /// <summary>Claims it, the first time.</summary>
    public async Task ClaimAsync(NpgsqlConnection connection)
    {
        if (Interlocked.Exchange(ref _asked, 1) != 0) return;
        try
        {
            await using var script = new Script(connection).Add(Take).Add(Claim).With(_id);
            await script.RunAsync().ConfigureAwait(false);
            _claim = _id;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // A batch is under way for long: this program is not the only one.
        }
    }

    /// <summary>Begins a transaction that writes to Inboxes. It holds only if the claim is as it is known here.</summary>
    /// <returns>The claim that it counts on; null for none: then all floors are looked at.</returns>
    public string? Begin(Script script)
    {
        var claim = _claim;
        script.Add("BEGIN").Add(Share).Add(IsAsKnown).With(claim).Finds(1);
        return claim;
    }

    /// <summary>After a transaction that did not hold: whether that was because of the claim. If so, it goes.</summary>
    /// <param name="connection">Asked.</param>
    /// <param name="claim">What the transaction counted on.</param>
    public async Task<bool> IsLostAsync(NpgsqlConnection connection, string? claim)
    {
        var found = await ReadAsync(connection).ConfigureAwait(false);
        if (found == claim) return claim != _claim;

        _claim = null;
        Heads.Clear();
        await using var script = new Script(connection).Add(Take).Add(Drop).With(found);
        await script.RunAsync().ConfigureAwait(false);
        return true;
    }

    private static async Task<string?> ReadAsync(NpgsqlConnection connection)
    {
        await using var script = new Script(connection).Add(Read);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        return row.IsDBNull(0) ? null : row.GetString(0);
    }
}
