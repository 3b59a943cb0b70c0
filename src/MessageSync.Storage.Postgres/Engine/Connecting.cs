using System.Globalization;
using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>How connections are made. What is asked of the server goes along with each.</summary>
internal static class Connecting
{
    /// <summary>Besides the readers: upkeep, settings, and asking what became of a batch.</summary>
    private const int Spare = 4;

    private static readonly string[] s_ours =
    [
        "Pooling", "Minimum Pool Size", "Maximum Pool Size", "Max Auto Prepare", "Auto Prepare Min Usages", "Multiplexing",
        "No Reset On Close", "Options", "Search Path", "Command Timeout", "Timeout", "Enlist", "Include Error Detail",
        "Log Parameters",
    ];

    /// <summary>Reads the connection string.</summary>
    /// <exception cref="StoreStartException">It has a typo, or says what is not its to say. The message never has a
    /// value in it: one may be a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(PostgresStoreOptions options)
    {
        NpgsqlConnectionStringBuilder parsed;
        try
        {
            parsed = new(options.ConnectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
#pragma warning disable MA0054 // What was caught may quote a password.
            throw new StoreStartException(
                $"The connection string of PostgreSQL cannot be read ({Setting(error)}): it looks like "
                + "Host=…;Port=5432;Database=…;Username=…;Password=….");
#pragma warning restore MA0054
        }
        // Setting one to its default is not seen, and does no harm.
        var given = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = parsed.ConnectionString };
        foreach (var ours in s_ours)
        {
            if (given.ContainsKey(ours))
                throw new StoreStartException($"The connection string of PostgreSQL sets {ours}: leave it out, the store sets it.");
        }
        if (string.IsNullOrEmpty(parsed.Host))
            throw new StoreStartException("The connection string of PostgreSQL names no Host.");
        return parsed;
    }

    /// <summary>Connections as the store uses them.</summary>
    public static NpgsqlDataSource Source(PostgresStoreOptions options, bool pooled)
    {
        var parsed = Parse(options);
        parsed.ApplicationName ??= "messagesync";
        parsed.Pooling = pooled;
        if (pooled) parsed.MaxPoolSize = options.ReaderCount + Spare;
        parsed.Timeout = Seconds(options.ConnectTimeout);
        // The server's limit comes first; this one is for a server that does not answer at all.
        parsed.CommandTimeout = Seconds(options.StatementTimeout) + 5;
        parsed.CancellationTimeout = 1000;
        parsed.KeepAlive = 30;
        parsed.TcpKeepAlive = true;
        parsed.Enlist = false;
        parsed.NoResetOnClose = true;
        parsed.MaxAutoPrepare = 200;
        parsed.AutoPrepareMinUsages = 2;
        parsed.SearchPath = options.Schema;
        parsed.Options = Options(options);
        return NpgsqlDataSource.Create(parsed);
    }

    /// <summary>Every question is an index lookup of few rows, whatever the tables' sizes: one plan fits all, and statistics
    /// of tables that were empty when it was made must not spoil it.</summary>
    private static string Options(PostgresStoreOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        -c statement_timeout={Milliseconds(options.StatementTimeout)}
        -c lock_timeout={Milliseconds(options.LockTimeout)}
        -c idle_in_transaction_session_timeout={Milliseconds(options.IdleInTransactionTimeout)}
        -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c jit=off
        -c default_transaction_isolation=read\ committed -c standard_conforming_strings=on
        """).ReplaceLineEndings(" ");

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static string Setting(Exception error) =>
        error is ArgumentException { ParamName: { } name } ? name : error.GetType().Name;
}
