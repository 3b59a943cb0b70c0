using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>
/// Ends sessions of silos that stand still in the middle of sending a batch. The server's own limit for idle transactions
/// does not count there: to it, a statement of which one half has come is at work, and its locks stay for as long as the
/// silo stands still.
/// </summary>
internal static class StalledSessions
{
    // All silos connect under one name and role; other programs are left alone.
    private const string End = """
        SELECT count(*) FROM (
            SELECT pg_terminate_backend(pid) AS is_ended FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user
                AND application_name = current_setting('application_name') AND pid <> pg_backend_pid()
                AND state = 'active' AND wait_event = 'ClientRead'
                AND state_change < clock_timestamp() - current_setting('idle_in_transaction_session_timeout')::interval
        ) AS stalled WHERE is_ended
        """;

    /// <summary>Ends those that say nothing for longer than the server keeps an idle transaction open.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<long> EndAsync(NpgsqlConnection connection)
    {
        await using var script = new Script(connection).Add(End);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        return row.GetInt64(0);
    }
}
