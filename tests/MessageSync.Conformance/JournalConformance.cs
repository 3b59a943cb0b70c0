using MessageSync.Storage;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IStoreWriter"/> promises of its journal: every batch is known to be stored or not, and what
/// was stored is announced though its writer died.</summary>
public abstract class JournalConformance : StoreConformance
{
    [Fact]
    public async Task A_batch_that_was_not_stored_never_will_be()
    {
        var run = await Driver.DecideAsync(Tea, Create(Ann));

        var stored = await Driver.Writer.FenceAsync(1, Ct);
        var thrown = await Record.ExceptionAsync(() => Driver.Writer.CommitAsync(1, [run], Ct));

        Assert.False(stored);
        Assert.NotNull(thrown);
        Assert.Null(await Timelines.LoadAsync(Tea, Ct));
        await Driver.Writer.CommitAsync(2, [run], Ct);
        Assert.NotNull(await Timelines.LoadAsync(Tea, Ct));
    }

    [Fact]
    public async Task A_batch_that_was_stored_is_found()
    {
        await Driver.RunAsync(Tea, Create(Ann));

        Assert.True(await Driver.Writer.FenceAsync(1, Ct));
    }

    [Fact]
    public async Task A_batch_that_announces_nothing_is_found_as_well()
    {
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 1));
        Assert.True(await Driver.Writer.FenceAsync(1, Ct));

        await Driver.CommitAsync(StoreDriver.Decide(
            Tea, StoreDriver.Decide(Tea, null, Noon, Create(Ann)).After, Noon, Send(Ann, "conflict")));
        Assert.True(await Driver.Writer.FenceAsync(2, Ct));
    }

    [Fact]
    public async Task Asking_again_gives_the_same_answer()
    {
        await Driver.RunAsync(Tea, Create(Ann));

        Assert.True(await Driver.Writer.FenceAsync(1, Ct));
        Assert.True(await Driver.Writer.FenceAsync(1, Ct));
        Assert.False(await Driver.Writer.FenceAsync(2, Ct));
        Assert.False(await Driver.Writer.FenceAsync(2, Ct));
    }

    [Fact]
    public async Task The_newest_batch_is_found_though_it_was_cleared()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        var other = await DriveAsync();

        await other.StoreAsync(new JournalClear([Key(Driver, 1)]));

        Assert.True(await Driver.Writer.FenceAsync(1, Ct));
    }

    [Fact]
    public async Task A_batch_is_used_once()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        var run = await Driver.DecideAsync(Cake, Create(Ann));

        Assert.NotNull(await Record.ExceptionAsync(() => Driver.Writer.CommitAsync(1, [run], Ct)));
        Assert.Null(await Timelines.LoadAsync(Cake, Ct));
    }

    [Fact]
    public async Task Writers_number_their_batches_by_themselves()
    {
        var other = await DriveAsync();

        await Driver.RunAsync(Tea, Create(Ann));
        await other.RunAsync(Cake, Create(Ann));

        Assert.Equal((1, 1), (Driver.Batch, other.Batch));
    }

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
    public async Task Cleared_rows_are_not_announced()
    {
        var dead = Driver;
        await dead.RunAsync(Tea, Create(Ann));
        await dead.RunAsync(Tea, Send(Ann, "1"));
        await dead.RunAsync(Tea, Send(Ann, "2"));
        await dead.StoreAsync(new JournalClear([Key(dead, 1), Key(dead, 3), Key(dead, 99), new("none", 1)]));

        await CrashAsync();

        var left = await Driver.Writer.TakeOverAsync(Ct);
        Assert.Equal([Key(dead, 2)], left.Rows.Select(row => row.Key));
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
        await Driver.StoreAsync(new JournalClear([Key(dead, 1), Key(dead, 2)]));
        await CrashAsync();
        var third = await Driver.Writer.TakeOverAsync(Ct);

        Assert.Equal([Key(dead, 1), Key(dead, 2)], first.Rows.Select(row => row.Key));
        Rendering.Same(first, second);
        Assert.Empty(third.Rows);
    }

    [Fact]
    public async Task What_a_live_writer_stored_is_left_to_it()
    {
        var other = await DriveAsync();
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
        var (one, other) = (Driver, await DriveAsync());
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

    [Fact]
    public async Task What_is_set_aside_comes_back_ascending_until_it_is_taken()
    {
        await Driver.StoreAsync(new LagWrite(new(0, Bob, Tea, [Offers.Member(Tea, 1, Cid), Offers.Message(Tea, 2)])));
        await Driver.StoreAsync(new LagWrite(new(0, Bob, Tea, [Offers.Message(Tea, 3)])));
        await Driver.StoreAsync(new LagWrite(new(0, Ann, Cake, [Offers.Title(Cake, 1)])));
        await CrashAsync();

        var lags = (await Driver.Writer.TakeOverAsync(Ct)).Lags;
        await Driver.StoreAsync(new LagClear(lags[1].No));
        var rest = (await Driver.Writer.TakeOverAsync(Ct)).Lags;

        Lag[] expected =
        [
            new(lags[0].No, Bob, Tea, [Offers.Member(Tea, 1, Cid), Offers.Message(Tea, 2)]),
            new(lags[1].No, Bob, Tea, [Offers.Message(Tea, 3)]),
            new(lags[2].No, Ann, Cake, [Offers.Title(Cake, 1)]),
        ];
        Rendering.Same(expected, lags);
        Assert.True(0 < lags[0].No && lags[0].No < lags[1].No && lags[1].No < lags[2].No);
        Rendering.Same(new[] { expected[0], expected[2] }, rest);
    }

    [Fact]
    public async Task A_lags_number_is_never_used_again()
    {
        await Driver.StoreAsync(new LagWrite(new(0, Bob, Tea, [Offers.Message(Tea, 1)])));
        var first = Assert.Single((await Driver.Writer.TakeOverAsync(Ct)).Lags);
        await Driver.StoreAsync(new LagClear(first.No));
        await CrashAsync();
        await Driver.StoreAsync(new LagWrite(new(0, Bob, Tea, [Offers.Message(Tea, 1)])));

        Assert.True(Assert.Single((await Driver.Writer.TakeOverAsync(Ct)).Lags).No > first.No);
    }

    private static JournalKey Key(StoreDriver driver, long batch) => new(driver.Writer.Id, batch);
}
