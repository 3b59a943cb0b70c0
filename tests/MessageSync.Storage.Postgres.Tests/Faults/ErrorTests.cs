using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Postgres.Tests.Faults;

/// <summary>What the server says, and what becomes of it.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("40P01")]
    [InlineData("40001")]
    public async Task Transactions_that_were_in_each_others_way_are_tried_again(string code)
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await using var town = await Town.StartAsync(connection, schema);
        await town.GroupAsync(Tea);
        await Sql.BreakAsync(connection, schema, "message", code, times: 3);

        Assert.Null((await town.Sync.SendAsync(new(Town.Ann), Tea, new("1"), Body("a"))).Refusal);

        Assert.DoesNotContain(town.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Theory]
    [InlineData("53100", 3202)]
    [InlineData("53200", 3201)]
    [InlineData("57014", 3204)]
    [InlineData("55P03", 3204)]
    [InlineData("25006", 3203)]
    [InlineData("42501", 3206)]
    [InlineData("58030", 3201)]
    public async Task A_server_that_cannot_now_is_told_of_in_plain_words_and_asked_again(string code, int line)
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await using var town = await Town.StartAsync(connection, schema);
        await town.GroupAsync(Tea);
        await Sql.BreakAsync(connection, schema, "message", code);

        Assert.Equal(new SeqNo(1), await town.SendAsync(Tea, Town.Ann, "1"));

        var told = town.Log.Lines.Where(one => one.Id is >= 3200 and < 3300).Select(one => one.Id);
        Assert.Equal([line, 3210], told);
        await Town.AssertSoundAsync(connection, schema);
    }

    [Fact]
    public async Task A_poison_row_fails_its_own_grain_and_no_other()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await using var town = await Town.StartAsync(connection, schema);
        await town.GroupAsync(Tea);
        await town.GroupAsync(Cake);
        await Sql.BreakAsync(connection, schema, "message", "22000", when: "new.send_key LIKE 'poison%'", times: int.MaxValue);

        var poison = town.Sync.SendAsync(new(Town.Ann), Tea, new("poison"), Body("a"));
        var others = Enumerable.Range(0, 50).Select(i => town.SendAsync(Cake, Town.Ann, $"{i}")).ToList();

        await Assert.ThrowsAsync<InvalidOperationException>(() => poison);
        Assert.Equal(50, (await Task.WhenAll(others)).Distinct().Count());
        Assert.Equal(new SeqNo(1), await town.SendAsync(Tea, Town.Ann, "well"));
    }

    [Fact]
    public async Task A_failing_Inbox_stops_nobody_else_and_is_made_good()
    {
        var (connection, schema) = await Town.NewSchemaAsync();
        await using var town = await Town.StartAsync(connection, schema);
        await town.GroupAsync(Tea, Bob, Cid);
        await town.SendAsync(Tea, Town.Ann, "0");
        await Inboxes.CompleteAsync(town.Sync, Bob, Tea, 1);
        var bob = await Sql.AskAsync<int>(connection, $"SELECT n FROM {schema}.user_id WHERE id = 'bob'");
        await Sql.BreakAsync(connection, schema, "entry", "22000", when: $"new.usr = {bob}", times: int.MaxValue);

        for (var i = 1; i <= 20; i++) await town.SendAsync(Tea, Town.Ann, $"{i}");
        await Inboxes.CompleteAsync(town.Sync, Cid, Tea, 21);
        await town.Log.UntilAsync(1101);
        await Sql.RunAsync(connection, $"DROP TRIGGER break ON {schema}.entry");

        await Inboxes.CompleteAsync(town.Sync, Bob, Tea, 21);
    }
}
