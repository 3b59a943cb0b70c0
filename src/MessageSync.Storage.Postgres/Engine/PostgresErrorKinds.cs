using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>Of which kind an error is, for the operator's counts.</summary>
internal static class PostgresErrorKinds
{
    private const string IdleInTransaction = "25P03";

    /// <summary>The kind.</summary>
    public static string Of(Exception error) => error switch
    {
        PostgresException { SqlState: var state } => Of(state),
        TimeoutException or NpgsqlException { InnerException: TimeoutException } => StoreErrors.Timeout,
        _ => PostgresErrors.Of(error) is StoreUnavailableException ? StoreErrors.Unavailable : StoreErrors.Unwritable,
    };

    private static string Of(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => StoreErrors.DiskFull,
        PostgresErrorCodes.ReadOnlySqlTransaction => StoreErrors.ReadOnly,
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable or IdleInTransaction => StoreErrors.Timeout,
        PostgresErrorCodes.TooManyConnections => StoreErrors.Crowded,
        PostgresErrorCodes.InsufficientPrivilege => StoreErrors.NoRight,
        PostgresErrorCodes.DeadlockDetected => StoreErrors.Deadlock,
        PostgresErrorCodes.SerializationFailure => StoreErrors.Serialization,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => StoreErrors.Damaged,
        _ => PostgresErrors.IsEnvironment(state) ? StoreErrors.Unavailable : StoreErrors.Unwritable,
    };
}
