using Npgsql;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>What a person does to the database by hand.</summary>
internal static class Sql
{
    public static async Task<T?> AskAsync<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return (T?)await command.ExecuteScalarAsync();
    }

    public static Task RunAsync(string connectionString, string sql) => AskAsync<object>(connectionString, sql);

    /// <summary>Makes the server refuse rows of a table with an error code, so many times.</summary>
    public static Task BreakAsync(string connectionString, string schema, string table, string code, string when = "true", int times = 1) =>
        RunAsync(connectionString, $"""
            CREATE SEQUENCE IF NOT EXISTS {schema}.broken;
            CREATE OR REPLACE FUNCTION {schema}.break() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {when} AND nextval('{schema}.broken') <= {times} THEN
                    RAISE EXCEPTION 'broken by hand' USING ERRCODE = '{code}';
                END IF;
                RETURN new;
            END $$;
            CREATE OR REPLACE TRIGGER break BEFORE INSERT ON {schema}.{table}
                FOR EACH ROW EXECUTE FUNCTION {schema}.break();
            """);
}
