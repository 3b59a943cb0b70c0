using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>Statements that see one and the same state of the database.</summary>
internal static class Snapshot
{
    /// <summary>Ends it.</summary>
    public const string End = "COMMIT";

    private const string Start = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    /// <summary>Begins it.</summary>
    public static Script Begin(NpgsqlConnection connection) => new Script(connection).Add(Start);
}
