using MessageSync.TestPostgres;

namespace MessageSync.Orleans.Tests.Support;

/// <summary>A database of one's own on the server of all tests.</summary>
internal static class TestDatabase
{
    /// <summary>How to reach it; the first silo makes it.</summary>
    public static async Task<string> NewAsync() =>
        new Npgsql.NpgsqlConnectionStringBuilder(await PostgresServer.SharedAsync())
        {
            Database = $"cluster_{Guid.NewGuid():N}",
        }.ConnectionString;
}
