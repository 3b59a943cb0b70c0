using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>Reads of many grains go to the server together; a row that cannot be read is the trouble of its own grain
/// alone.</summary>
public sealed class SickRowTests
{
    [Fact]
    public async Task A_timeline_that_cannot_be_read_fails_alone()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        ConversationId[] chats = [.. Enumerable.Range(0, 30).Select(i => new ConversationId($"chat-{i}"))];
        await using (var town = await Town.StartAsync(connection, schema))
            foreach (var chat in chats) await town.GroupAsync(chat, Bob);
        await Sql.RunAsync(connection, $"""
            SET search_path = {schema};
            UPDATE conversation SET created_at = {long.MaxValue}
            WHERE n = (SELECT n FROM conversation_id WHERE id = 'chat-7')
            """);

        await using var store = await PostgresStore.OpenAsync(
            new() { ConnectionString = connection, Schema = schema }, TimeProvider.System);
        var loads = chats.Select(chat => store.Timelines.LoadAsync(chat, default)).ToList();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => loads[7]);
        foreach (var (i, load) in loads.Index().Where(one => one.Index != 7)) Assert.Equal(chats[i], (await load)!.Id);
    }

    [Fact]
    public async Task An_inbox_that_cannot_be_read_fails_alone()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        UserId[] people = [.. Enumerable.Range(0, 30).Select(i => new UserId($"user-{i}"))];
        await using var town = await Town.StartAsync(connection, schema);
        await town.GroupAsync(Tea, people);
        foreach (var user in people)
            while ((await SyncAsync(user)).Entries.Count == 0) await Task.Yield();
        await Sql.RunAsync(connection, $"""
            SET search_path = {schema};
            UPDATE entry SET content = 'none' WHERE usr = (SELECT n FROM user_id WHERE id = 'user-7')
            """);

        var syncs = people.Select(SyncAsync).ToList();

        await Assert.ThrowsAnyAsync<Exception>(() => syncs[7]);
        foreach (var (i, sync) in syncs.Index().Where(one => one.Index != 7)) Assert.NotEmpty((await sync).Entries);

        async Task<SyncReply> SyncAsync(UserId user) =>
            (await town.Sync.SyncAsync(new(user, new("phone")), new() { Cursor = null })).Value!;
    }
}
