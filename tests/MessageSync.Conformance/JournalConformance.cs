using MessageSync.Storage;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IStoreWriter"/> promises of its journal: what was stored is announced though its writer died,
/// until it is cleared.</summary>
public abstract class JournalConformance : StoreConformance
{
    [Fact]
    public async Task A_new_store_leaves_nothing_behind()
    {
        var left = await Driver.Writer.TakeOverAsync(Ct);

        Assert.Empty(left.Rows);
        Assert.Empty(left.Lags);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_dead_writer_stored_is_announced_by_the_next(bool crash)
    {
        var dead = Driver;
        var create = await dead.DecideAsync(Tea, Create(Ann, Bob), Send(Ann, "1"));
        var other = await dead.DecideAsync(Cake, Create(Ann));
        await dead.StoreAsync(create, other);
        await dead.OfferAsync(Ann, Offers.Message(Tea, 1));
        var second = await dead.RunAsync(Tea, Send(Ann, "2"), Remove(Bob));

        await (crash ? CrashAsync() : RestartAsync());
        var left = await Driver.Writer.TakeOverAsync(Ct);

        JournalRow[] expected =
        [
            new(Key(dead, 1), [new(Tea, create.Announcements), new(Cake, other.Announcements)]),
            new(Key(dead, 3), [new(Tea, second.Announcements)]),
        ];
        Rendering.Same(expected, left.Rows);
    }

    [Fact]
    public async Task Many_batches_come_in_their_order()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        for (var i = 2; i <= 12; i++) await Driver.RunAsync(Tea, Send(Ann, $"{i}"));

        await CrashAsync();

        var left = await Driver.Writer.TakeOverAsync(Ct);
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), left.Rows.Select(row => row.Key.Batch));
    }

    [Fact]
    public async Task What_was_not_stored_is_not_announced()
    {
        var create = await Driver.DecideAsync(Tea, Create(Ann));
        await Driver.StoreAsync(create);
        await Driver.CommitAsync(create, await Driver.DecideAsync(Cake, Create(Ann)));

        await CrashAsync();

        var left = await Driver.Writer.TakeOverAsync(Ct);
        Assert.Equal([Tea, Cake], left.Rows.Select(row => Assert.Single(row.Runs).Conversation));
    }

    [Fact]
    public async Task Rows_up_to_a_cleared_batch_are_not_announced()
    {
        var dead = Driver;
        await dead.RunAsync(Tea, Create(Ann));
        await dead.RunAsync(Tea, Send(Ann, "1"));
        await dead.RunAsync(Tea, Send(Ann, "2"));
        await dead.RunAsync(Tea, Send(Ann, "3"));
        await dead.StoreAsync(new JournalClear(dead.Writer.Id, Through: 2));

        await CrashAsync();

        var left = await Driver.Writer.TakeOverAsync(Ct);
        Assert.Equal([Key(dead, 3), Key(dead, 4)], left.Rows.Select(row => row.Key));
    }

    [Fact]
    public async Task A_batch_that_clears_those_before_it_is_announced_itself()
    {
        var dead = Driver;
        await dead.RunAsync(Tea, Create(Ann));
        await dead.RunAsync(Tea, Send(Ann, "1"));
        var last = await dead.DecideAsync(Tea, Send(Ann, "2"));
        await dead.StoreAsync(new JournalClear(dead.Writer.Id, Through: 2), last);

        await CrashAsync();

        var left = await Driver.Writer.TakeOverAsync(Ct);
        Rendering.Same(new JournalRow[] { new(Key(dead, 3), [new(Tea, last.Announcements)]) }, left.Rows);
    }

    [Fact]
    public async Task Clearing_touches_the_rows_of_one_writer_only()
    {
        var (one, other) = (Driver, Drive());
        await one.RunAsync(Tea, Create(Ann));
        await other.RunAsync(Cake, Create(Ann));
        await other.StoreAsync(new JournalClear("none", Through: 9));
        await CrashAsync();

        await Driver.StoreAsync(new JournalClear(one.Writer.Id, Through: 9));

        Assert.Equal([Key(other, 1)], (await Driver.Writer.TakeOverAsync(Ct)).Rows.Select(row => row.Key));
    }

    [Fact]
    public async Task Rows_that_were_taken_over_stay_until_they_are_cleared()
    {
        var dead = Driver;
        await dead.RunAsync(Tea, Create(Ann));
        await dead.RunAsync(Tea, Send(Ann, "1"));
        await CrashAsync();
        var first = await Driver.Writer.TakeOverAsync(Ct);
        await CrashAsync();
        var second = await Driver.Writer.TakeOverAsync(Ct);
        await Driver.StoreAsync(new JournalClear(dead.Writer.Id, Through: 2));
        await CrashAsync();
        var third = await Driver.Writer.TakeOverAsync(Ct);

        Assert.Equal([Key(dead, 1), Key(dead, 2)], first.Rows.Select(row => row.Key));
        Rendering.Same(first, second);
        Assert.Empty(third.Rows);
    }

    [Fact]
    public async Task What_a_live_writer_stored_is_left_to_it()
    {
        var other = Drive();
        await other.RunAsync(Tea, Create(Ann));
        await Driver.RunAsync(Cake, Create(Ann));

        var left = await Driver.Writer.TakeOverAsync(Ct);

        Assert.Empty(left.Rows);
        await other.RunAsync(Tea, Send(Ann, "on"));
        await Driver.RunAsync(Cake, Send(Ann, "on"));
    }

    [Fact]
    public async Task What_several_dead_writers_stored_comes_together()
    {
        var (one, other) = (Driver, Drive());
        await one.RunAsync(Tea, Create(Ann));
        await other.RunAsync(Cake, Create(Ann));
        await one.RunAsync(Tea, Send(Ann, "1"));
        await CrashAsync();

        var left = await Driver.Writer.TakeOverAsync(Ct);

        Assert.Equal([1, 2], left.Rows.Where(row => row.Key.Writer == one.Writer.Id).Select(row => row.Key.Batch));
        Assert.Equal([1], left.Rows.Where(row => row.Key.Writer == other.Writer.Id).Select(row => row.Key.Batch));
        Assert.Equal(3, left.Rows.Count);
    }

    [Fact]
    public async Task Fences_announce_nothing()
    {
        await Driver.FenceNextAsync();
        await CrashAsync();
        await Driver.Writer.TakeOverAsync(Ct);
        await CrashAsync();

        Assert.Empty((await Driver.Writer.TakeOverAsync(Ct)).Rows);
    }

    private static JournalKey Key(StoreDriver driver, long batch) => new(driver.Writer.Id, batch);
}
