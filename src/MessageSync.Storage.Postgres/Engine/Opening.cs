using Microsoft.Extensions.Logging;
using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>Looks the server over, makes what is missing, and says in one sentence what is wrong.</summary>
internal static class Opening
{
    private const string Facts = """
        SELECT current_setting('server_encoding'), pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on',
            current_setting('fsync'), current_setting('synchronous_commit')
        """;

    /// <summary>Makes the server ready.</summary>
    /// <exception cref="StoreStartException">It cannot be used.</exception>
    public static async Task PrepareAsync(PostgresStoreOptions options, DateTimeOffset now, ILogger logger)
    {
        var parsed = Connecting.Parse(options);
        try
        {
            await using var source = Connecting.Source(options, pooled: false);
            await using var connection = await OpenAsync(source, parsed).ConfigureAwait(false);
            await CheckAsync(connection, logger).ConfigureAwait(false);
            await Schema.EnsureAsync(connection, options.Schema, now).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new StoreStartException(Sentence(parsed, options, error), error);
        }
    }

    /// <summary>True where a database holds a store.</summary>
    /// <exception cref="StoreStartException">The server cannot be asked.</exception>
    public static async Task<bool> ExistsAsync(PostgresStoreOptions options)
    {
        var parsed = Connecting.Parse(options);
        try
        {
            await using var source = Connecting.Source(options, pooled: false);
            await using var look = source.CreateCommand("SELECT to_regclass('store') IS NOT NULL");
            return await look.ExecuteScalarAsync().ConfigureAwait(false) is true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new StoreStartException(Sentence(parsed, options, error), error);
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, NpgsqlConnectionStringBuilder parsed)
    {
        try
        {
            return await source.OpenConnectionAsync().ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabaseAsync(parsed).ConfigureAwait(false);
            return await source.OpenConnectionAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes the database, where the role may.</summary>
    private static async Task CreateDatabaseAsync(NpgsqlConnectionStringBuilder parsed)
    {
        var name = parsed.Database ?? parsed.Username;
        var maintenance = new NpgsqlConnectionStringBuilder(parsed.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync().ConfigureAwait(false);
        await using var create = new NpgsqlCommand(
            $"CREATE DATABASE \"{name?.Replace("\"", "\"\"", StringComparison.Ordinal)}\" ENCODING 'UTF8' TEMPLATE template0",
            connection);
        try
        {
            await create.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (PostgresException error) when (
            error.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another silo that starts was faster.
        }
    }

    private static async Task CheckAsync(NpgsqlConnection connection, ILogger logger)
    {
        await using var script = new Script(connection).Add(Facts);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        ServerGate.Check(connection.PostgreSqlVersion, row.GetString(0), row.GetBoolean(1));
        if (row.GetString(2) == "off") logger.ServerForgets("fsync", "off");
        if (row.GetString(3) == "off") logger.ServerForgets("synchronous_commit", "off");
    }

    private static string Sentence(
        NpgsqlConnectionStringBuilder parsed, PostgresStoreOptions options, Exception error) =>
        (error as PostgresException)?.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"{Server(parsed)} does not let {parsed.Username} in: check user and password in the connection string, and "
                + "pg_hba.conf.",
            PostgresErrorCodes.InvalidCatalogName => $"There is no database {parsed.Database} at {Server(parsed)}.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"{parsed.Username} lacks a right on database {parsed.Database} or schema {options.Schema} at "
                + $"{Server(parsed)} ({((PostgresException)error).MessageText}): grant it, or create the database for that "
                + "role.",
            PostgresErrorCodes.DiskFull => $"The disk of {Server(parsed)} is full: make room and start again.",
            PostgresErrorCodes.TooManyConnections => $"{Server(parsed)} has no connection left: raise max_connections.",
            PostgresErrorCodes.CannotConnectNow =>
                $"{Server(parsed)} is starting, stopping or recovering: start again when it is ready.",
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled =>
                $"Another silo holds the schema of {parsed.Database} at {Server(parsed)}: start again when it is done.",
            { } => $"{Server(parsed)} refuses: {((PostgresException)error).MessageText}.",
            null => $"{Server(parsed)} cannot be reached ({Innermost(error).Message}): see that it runs and that host and "
                + "port are right.",
        };

    private static string Server(NpgsqlConnectionStringBuilder parsed) => $"PostgreSQL at {parsed.Host}:{parsed.Port}";

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}
