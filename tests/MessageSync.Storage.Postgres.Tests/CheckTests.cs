using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>Every rule of <see cref="IStoreCheck"/> finds what breaks it.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData("DELETE FROM message WHERE seq = 2", "without a gap")]
    [InlineData("UPDATE conversation SET head = head + 1", "without a gap")]
    [InlineData("UPDATE message SET sender = 999", "a user that exist")]
    [InlineData("UPDATE message SET sent_at = 0 WHERE seq = 2", "in their order")]
    [InlineData("UPDATE message SET body = 'x' WHERE state = 2", "A recalled message")]
    [InlineData("UPDATE message SET fingerprint = NULL WHERE state = 0", "A recalled message")]
    [InlineData("UPDATE conversation SET mutation_head = 0", "newest mutation")]
    [InlineData("UPDATE conversation SET member_count = 9", "present members")]
    [InlineData("UPDATE member_interval SET left_change = joined_change", "follow one another")]
    [InlineData("UPDATE inbox SET count = count + 1", "counts its entries")]
    [InlineData("UPDATE entry SET at = 0 WHERE seq = 2", "came in their order")]
    [InlineData("UPDATE entry SET reference = 99 WHERE kind = 1", "a message or a conversation that exists")]
    [InlineData("UPDATE told SET change = 99", "told of more than there is")]
    [InlineData("INSERT INTO hidden VALUES (1, 1, 1, 2), (1, 1, 3, 4)", "neither overlap nor touch")]
    [InlineData("INSERT INTO device (last_seen_at, usr, device) VALUES (0, 999, 'phone')", "Every device")]
    [InlineData("INSERT INTO lag VALUES (1, 999, 1, '[]')", "set aside")]
    public async Task A_broken_rule_is_found(string breaking, string rule)
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await using (var town = await Town.StartAsync(connection, schema))
        {
            await town.GroupAsync(Tea, Bob);
            for (var i = 1; i <= 80; i++) await town.SendAsync(Tea, Town.Ann, $"{i}");
            Assert.Null((await town.Sync.RecallAsync(new(Town.Ann), Tea, new(3))).Refusal);
            await Inboxes.CompleteAsync(town.Sync, Bob, Tea, 80);
        }
        await Town.AssertSoundAsync(connection, schema);

        await Sql.RunAsync(connection, $"SET search_path = {schema}; {breaking}");

        await using var store = await PostgresStore.OpenAsync(
            new() { ConnectionString = connection, Schema = schema }, TimeProvider.System);
        var flaws = await store.Check.RunAsync(default);
        Assert.Contains(flaws, flaw => flaw.Rule.Contains(rule, StringComparison.Ordinal));
        Assert.All(flaws, flaw => Assert.Contains(flaw.Rule, store.Check.Rules));
    }
}
