using Npgsql;
using StackExchange.Redis;

// Of the class that all servers share.
namespace MessageSync.Silo;

internal static partial class StartFailure
{
    private static partial string? OwnSentence(Exception failure) => failure switch
    {
        // What the driver says tells of its own settings and counters.
        RedisException => "The membership in Redis cannot be reached: see that it runs and that host, port and password are right.",
        NpgsqlException postgres => $"The membership in PostgreSQL cannot be reached: {OneLine(postgres.Message)}.",
        OrleansConfigurationException => OneLine(failure.Message),
        { InnerException: { } inner } => Sentence(inner),
        _ => null,
    };
}
