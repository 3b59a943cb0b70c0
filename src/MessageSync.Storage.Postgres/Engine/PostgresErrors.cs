using System.Net.Sockets;
using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>What errors of the server and of the way to it mean to a store.</summary>
internal static class PostgresErrors
{
    private const string IdleInTransaction = "25P03";

    /// <summary>As the ports throw it.</summary>
    /// <returns><see cref="StoreUnavailableException"/> where the same work may succeed later, else
    /// <see cref="InvalidOperationException"/>: the work itself is to blame. Other exceptions stay what they are.</returns>
    public static Exception Of(Exception error) => error switch
    {
        PostgresException { SqlState: var state } server when IsEnvironment(state) =>
            new StoreUnavailableException(Sentence(server), error),
        PostgresException server => new InvalidOperationException(Sentence(server), error),
        NpgsqlException or SocketException or IOException or TimeoutException =>
            new StoreUnavailableException($"PostgreSQL cannot be reached: {Innermost(error).Message}", error),
        // A connection that broke while it was being used.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } =>
            new StoreUnavailableException($"The connection to PostgreSQL is closed: {error.Message}", error),
        _ => error,
    };

    /// <summary>The names of PostgreSQL's error codes would fill a book: what matters is whose fault it is.</summary>
    public static bool IsEnvironment(string state) => state[..2] switch
    {
        PostgresErrorClasses.Connection or PostgresErrorClasses.Authorization or PostgresErrorClasses.Resources
            or PostgresErrorClasses.Intervention or PostgresErrorClasses.System => true,
        _ => state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.UndefinedTable or IdleInTransaction
            || IsTransient(state),
    };

    /// <summary>The connection has ended, or is being ended: another one may do.</summary>
    public static bool IsOfConnection(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        PostgresException => false,
        NpgsqlException { InnerException: IOException or SocketException } or IOException or SocketException => true,
        _ => false,
    };

    /// <summary>Two transactions were in each other's way: trying again is all it takes.</summary>
    public static bool IsTransient(string state) =>
        state is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private static string Sentence(PostgresException error) => $"PostgreSQL: {error.MessageText} ({error.SqlState})";

    private static Exception Innermost(Exception error) =>
        error.InnerException is { } inner ? Innermost(inner) : error;
}

/// <summary>The classes of error codes after which the same work may succeed later.</summary>
internal static class PostgresErrorClasses
{
    public const string Connection = "08";
    public const string Authorization = "28";
    public const string Resources = "53";
    public const string Intervention = "57";
    public const string System = "58";
}
