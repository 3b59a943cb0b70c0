using MessageSync.Storage.Postgres.Engine;

namespace MessageSync.Storage.Postgres.Tests;

public sealed class OpeningTests
{
    private static readonly ConversationId Tea = new("tea");

    [Fact]
    public async Task Silos_that_start_together_make_one_schema()
    {
        var (connection, schema) = await Town.NewSchemaAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(connection, schema)));

        var epochs = await Task.WhenAll(stores.Select(store => store.Settings.ReadEpochAsync(default)));
        Assert.Single(epochs.Distinct());
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_is_missing_is_made()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        var name = $"d{Guid.NewGuid():N}";
        var elsewhere = new Npgsql.NpgsqlConnectionStringBuilder(connection) { Database = name }.ConnectionString;
        Assert.False(await PostgresStore.ExistsAsync(new() { ConnectionString = elsewhere, Schema = schema }));

        await using (await OpenAsync(elsewhere, schema))
            Assert.Equal("UTF8", await Sql.AskAsync<string>(elsewhere, "SHOW server_encoding"));

        Assert.True(await PostgresStore.ExistsAsync(new() { ConnectionString = elsewhere, Schema = schema }));
        await Sql.RunAsync(connection, $"DROP DATABASE {name} WITH (FORCE)");
    }

    [Fact]
    public async Task A_schema_of_a_newer_program_is_refused_and_left_alone()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await (await OpenAsync(connection, schema)).DisposeAsync();
        await Sql.RunAsync(connection, $"UPDATE {schema}.store SET version = 1000");

        Assert.Contains("version 1000", (await RefusedAsync(connection, schema)).Message, StringComparison.Ordinal);
        Assert.Equal(1000, await Sql.AskAsync<int>(connection, $"SELECT version FROM {schema}.store"));
    }

    /// <summary>Version 1 kept send keys as text.</summary>
    [Fact]
    public async Task A_schema_of_version_1_is_moved_on_and_every_send_key_stays_what_it_was()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        var none = new string('0', 31);
        string[] keys =
        [
            "1", none + "a", none + "A", none + "g", none + "ab", "00000000-0000-0000-0000-00000000000a",
            "00000000-0000-0000-0000-00000000000A", "0x000000-0000-0000-0000-00000000000a", "000000000000-0000-0000-0000-0000000a",
        ];
        await (await OpenAsync(connection, schema)).DisposeAsync();
        await Sql.RunAsync(connection, $"""
            ALTER TABLE {schema}.message ALTER COLUMN send_key TYPE text COLLATE "C" USING '';
            ALTER TABLE {schema}.notified ALTER COLUMN send_key TYPE text COLLATE "C" USING '';
            ALTER TABLE {schema}.store DROP COLUMN sole;
            UPDATE {schema}.store SET version = 1;
            INSERT INTO {schema}.user_id (id) VALUES ('ann');
            INSERT INTO {schema}.conversation_id (id) VALUES ('tea');
            INSERT INTO {schema}.message (sent_at, conversation, seq, sender, version, state, is_text, send_key)
            SELECT 0, 1, no, 1, 0, 0, true, key FROM unnest(ARRAY['{string.Join("','", keys)}']) WITH ORDINALITY AS k (key, no);
            """);

        await using var store = await OpenAsync(connection, schema);

        var known = await store.Timelines.FindSendsAsync(
            Tea, [.. keys.Select(key => (Town.Ann, new SendKey(key)))], default);
        Assert.Equal(Enumerable.Range(1, keys.Length), known.Select(send => (int)send!.Seq.Value));
        var read = await store.Timelines.ReadMessagesAsync([new(Tea, new(1), new(keys.Length))], 1000, default);
        Assert.Equal(keys, read.Select(message => message.SendKey.Value));
        Assert.Equal(2, await Sql.AskAsync<int>(connection, $"SELECT version FROM {schema}.store"));
        Assert.Equal(2, await Sql.AskAsync<long>(connection, $"SELECT count(*) FROM {schema}.message WHERE length(send_key) = 17"));
    }

    [Fact]
    public async Task A_schema_of_another_program_is_refused()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await Sql.RunAsync(connection, $"CREATE SCHEMA {schema}; CREATE TABLE {schema}.invoice (no integer)");

        Assert.Contains("another program", (await RefusedAsync(connection, schema)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE ROLE {0} LOGIN PASSWORD 'hidden'", "lacks a right")]
    [InlineData("SELECT 1", "does not let {0} in")]
    public async Task A_role_that_may_not_is_told_so_without_its_password(string made, string said)
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        var role = $"r{Guid.NewGuid():N}";
        await Sql.RunAsync(connection, string.Format(null, made, role));
        var asRole = new Npgsql.NpgsqlConnectionStringBuilder(connection) { Username = role, Password = "hidden" }.ConnectionString;

        var refused = await RefusedAsync(asRole, schema);

        Assert.Contains(string.Format(null, said, role), refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Username=u;Password=hidden", "cannot be reached")]
    [InlineData("Hst=127.0.0.1;Password=hidden", "cannot be read (hst)")]
    [InlineData("Host=127.0.0.1;Port=hidden", "cannot be read (port)")]
    [InlineData("Host=127.0.0.1;Maximum Pool Size=5;Password=hidden", "sets Maximum Pool Size")]
    [InlineData("Database=x;Password=hidden", "names no Host")]
    public async Task A_connection_string_that_leads_nowhere_is_told_so_without_its_password(string connection, string said)
    {
        var refused = await RefusedAsync(connection, "messagesync");

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12.17", "UTF8", false, "13 or newer")]
    [InlineData("9.6", "UTF8", false, "13 or newer")]
    [InlineData("15.18", "SQL_ASCII", false, "UTF8")]
    [InlineData("15.18", "UTF8", true, "primary")]
    public void Servers_that_are_not_fit_are_refused(string version, string encoding, bool isReadOnly, string said)
    {
        var refused = Assert.Throws<StoreStartException>(() => ServerGate.Check(Version.Parse(version), encoding, isReadOnly));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("13.0")]
    [InlineData("15.18")]
    [InlineData("18.1")]
    public void Servers_that_are_fit_are_taken(string version) => ServerGate.Check(Version.Parse(version), "UTF8", false);

    private static Task<PostgresStore> OpenAsync(string connection, string schema) =>
        PostgresStore.OpenAsync(new() { ConnectionString = connection, Schema = schema }, TimeProvider.System);

    private static Task<StoreStartException> RefusedAsync(string connection, string schema) =>
        Assert.ThrowsAsync<StoreStartException>(() => OpenAsync(connection, schema));
}
