using MessageSync.Conformance;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Sqlite.Tests;

/// <summary>Every rule of <see cref="IStoreCheck"/> finds what breaks it.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData("DELETE FROM message WHERE place & 4294967295 = 2", "without a gap")]
    [InlineData("UPDATE conversation SET head = head + 1", "without a gap")]
    [InlineData("UPDATE message SET sender = 999", "a user that exist")]
    [InlineData("UPDATE message SET sent_at = 0 WHERE place & 4294967295 = 2", "in their order")]
    [InlineData("UPDATE message SET body = x'00' WHERE state = 2", "A recalled message")]
    [InlineData("UPDATE message SET fingerprint = NULL WHERE state = 0", "A recalled message")]
    [InlineData("UPDATE conversation SET mutation_head = 0", "newest mutation")]
    [InlineData("UPDATE conversation SET member_count = 9", "present members")]
    [InlineData("UPDATE member_interval SET left_change = joined_change", "follow one another")]
    [InlineData("UPDATE inbox SET count = count + 1", "counts its entries")]
    [InlineData("UPDATE entry SET at = 0 WHERE seq = 2", "came in their order")]
    [InlineData("UPDATE entry SET reference = 99 WHERE kind = 1", "a message or a conversation that exists")]
    [InlineData("UPDATE told SET change = 99", "told of more than there is")]
    [InlineData("INSERT INTO hidden VALUES (1, 1, 1, 2), (1, 1, 3, 4)", "neither overlap nor touch")]
    [InlineData("INSERT INTO device (last_seen_at, user, device) VALUES (0, 999, 'phone')", "Every device")]
    [InlineData("INSERT INTO lag VALUES (1, 999, 1, '[]')", "set aside")]
    public async Task A_broken_rule_is_found(string breaking, string rule)
    {
        await using var store = (SqliteTestStore)await SqliteTestStore.OpenAsync();
        var driver = new StoreDriver(store, store.OpenWriter());
        await driver.RunAsync(Tea, Create(Ann, Bob), Send(Ann, "1"), Send(Ann, "2"));
        await driver.RunAsync(Tea, Recall(1));
        await driver.OfferAsync(Bob, Offers.Messages(Tea, 2));
        Assert.Empty(await store.Check.RunAsync(default));

        await store.BreakAsync(breaking);
        var flaws = await store.Check.RunAsync(default);

        Assert.Contains(flaws, flaw => flaw.Rule.Contains(rule, StringComparison.Ordinal));
        Assert.All(flaws, flaw => Assert.Contains(flaw.Rule, store.Check.Rules));
    }
}
