using System.Security.Cryptography;
using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>
/// Brings a schema to that of this program: makes it whole, or moves it on by one version after the other, in one
/// transaction under one lock, so that silos that start together wait for one another. Never back.
/// </summary>
internal static class Schema
{
    /// <summary>"MSyn": the lock of whoever looks at the schema.</summary>
    private const long LockKey = 0x4D53796E;

    private const string Found = """
        SELECT to_regclass('store') IS NOT NULL,
            EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = $1)
        """;

    // See SendKeys; the indexes are made anew with it. And see SoleUse.
    private const string ToVersion2 = """
        CREATE FUNCTION pg_temp.packed(key text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
            SELECT CASE
                WHEN key ~ '^[0-9a-f]{32}$' THEN '\x01'::bytea || decode(key, 'hex')
                WHEN key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                    THEN '\x02'::bytea || decode(replace(key, '-', ''), 'hex')
                ELSE convert_to(key, 'UTF8') END
        $$;
        ALTER TABLE message ALTER COLUMN send_key TYPE bytea USING pg_temp.packed(send_key);
        ALTER TABLE notified ALTER COLUMN send_key TYPE bytea USING pg_temp.packed(send_key);
        ALTER TABLE store ADD COLUMN sole text;
        """;

    // The step at index i leads from version i + 1 to the next one. Later versions add theirs at the end.
    private static readonly string[] s_steps = [ToVersion2];

    /// <summary>What this program reads and writes.</summary>
    public static int Version => s_steps.Length + 1;

    /// <summary>Makes or migrates the schema.</summary>
    /// <exception cref="StoreStartException">It is of a newer program, or of another one.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, string schema, DateTimeOffset now)
    {
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using (var take = new Script(connection)
            .Add("SELECT pg_advisory_xact_lock($1)").With(LockKey)
            .Add($"CREATE SCHEMA IF NOT EXISTS \"{schema}\""))
            await take.RunAsync().ConfigureAwait(false);

        var (isOurs, isUsed) = await LookAsync(connection, schema).ConfigureAwait(false);
        if (!isOurs && isUsed)
        {
            throw new StoreStartException(
                $"Schema {schema} holds tables of another program: choose another with MessageSync:Postgres:Schema.");
        }
        if (!isOurs) await CreateAsync(connection, now).ConfigureAwait(false);
        else await MigrateAsync(connection, schema).ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
    }

    private static async Task<(bool IsOurs, bool IsUsed)> LookAsync(NpgsqlConnection connection, string schema)
    {
        await using var script = new Script(connection).Add(Found).With(schema);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        return (row.GetBoolean(0), row.GetBoolean(1));
    }

    private static async Task CreateAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        var epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Epoch.Length / 2));
        await ExecuteAsync(connection, Text()).ConfigureAwait(false);
        await using var script = new Script(connection)
            .Add("INSERT INTO store (version, epoch, created_at) VALUES ($1, $2, $3)")
            .With(Version).With(epoch).With(Times.Of(now));
        await script.RunAsync().ConfigureAwait(false);
    }

    private static async Task MigrateAsync(NpgsqlConnection connection, string schema)
    {
        var version = await VersionAsync(connection).ConfigureAwait(false);
        if (version > Version)
        {
            throw new StoreStartException(
                $"Schema {schema} has version {version}, this program knows {Version}: start the newer program it was used "
                + "with.");
        }
        foreach (var step in s_steps.Skip(version - 1)) await ExecuteAsync(connection, step).ConfigureAwait(false);
        await using var script = new Script(connection).Add("UPDATE store SET version = $1").With(Version);
        await script.RunAsync().ConfigureAwait(false);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection)
    {
        await using var script = new Script(connection).Add("SELECT version FROM store");
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        return row.GetInt32(0);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static string Text()
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream("Schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
