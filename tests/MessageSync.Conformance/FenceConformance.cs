using MessageSync.Storage;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IStoreWriter.FenceAsync"/> promises: every batch is known to be stored, with all it has to
/// announce, or known never to be.</summary>
public abstract class FenceConformance : StoreConformance
{
    [Fact]
    public async Task A_batch_that_was_not_stored_never_will_be()
    {
        var run = await Driver.DecideAsync(Tea, Create(Ann));

        var row = await Driver.Writer.FenceAsync(1, Ct);
        var thrown = await Record.ExceptionAsync(() => Driver.Writer.CommitAsync(1, [run], Ct));

        Assert.Null(row);
        Assert.NotNull(thrown);
        Assert.IsNotType<StoreUnavailableException>(thrown);
        Assert.Null(await Timelines.LoadAsync(Tea, Ct));
        await Driver.Writer.CommitAsync(2, [run], Ct);
        Assert.NotNull(await Timelines.LoadAsync(Tea, Ct));
    }

    [Fact]
    public async Task A_batch_that_was_stored_is_found_with_what_it_announces()
    {
        await Driver.RunAsync(Cake, Create(Ann, Bob));
        var tea = await Driver.DecideAsync(Tea, Create(Ann, Bob), Send(Ann, "1"), Rename("☕\0"), Remove(Bob));
        var cake = await Driver.DecideAsync(Cake, Send(Bob, "2"));
        await Driver.StoreAsync(tea, cake);

        var row = await Driver.Writer.FenceAsync(2, Ct);

        Rendering.Same(
            new JournalRow(new(Driver.Writer.Id, 2), [new(Tea, tea.Announcements), new(Cake, cake.Announcements)]), row);
    }

    [Fact]
    public async Task Only_timelines_that_were_stored_are_in_the_row()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "k"));
        var late = StoreDriver.Decide(Tea, null, Noon, Create(Bob));
        var known = await Driver.DecideAsync(Tea, Send(Ann, "k"));
        var stored = await Driver.DecideAsync(Cake, Create(Ann));

        await Driver.CommitAsync(late, stored);
        await Driver.CommitAsync(known);

        Rendering.Same(
            new JournalRun[] { new(Cake, stored.Announcements) }, (await Driver.Writer.FenceAsync(2, Ct))!.Runs);
        Assert.Empty((await Driver.Writer.FenceAsync(3, Ct))!.Runs);
    }

    [Fact]
    public async Task A_batch_that_announces_nothing_is_found_as_well()
    {
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 1));

        Rendering.Same(new JournalRow(new(Driver.Writer.Id, 1), []), await Driver.Writer.FenceAsync(1, Ct));
    }

    [Fact]
    public async Task Asking_again_gives_the_same_answer()
    {
        await Driver.RunAsync(Tea, Create(Ann));

        Rendering.Same(await Driver.Writer.FenceAsync(1, Ct), await Driver.Writer.FenceAsync(1, Ct));
        Assert.NotNull(await Driver.Writer.FenceAsync(1, Ct));
        Assert.Null(await Driver.Writer.FenceAsync(2, Ct));
        Assert.Null(await Driver.Writer.FenceAsync(2, Ct));
    }

    [Fact]
    public async Task A_batch_is_used_once()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        var run = await Driver.DecideAsync(Cake, Create(Ann));

        Assert.NotNull(await Record.ExceptionAsync(() => Driver.Writer.CommitAsync(1, [run], Ct)));
        Assert.Null(await Timelines.LoadAsync(Cake, Ct));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task No_batch_up_to_a_fence_is_stored_any_more(long batch)
    {
        await Driver.RunAsync(Tea, Create(Ann));
        await Driver.Writer.FenceAsync(5, Ct);
        var run = await Driver.DecideAsync(Cake, Create(Ann));

        Assert.NotNull(await Record.ExceptionAsync(() => Driver.Writer.CommitAsync(batch, [run], Ct)));
        Assert.Null(await Timelines.LoadAsync(Cake, Ct));
        Assert.Equal([WriteOutcome.Stored], await Driver.Writer.CommitAsync(6, [run], Ct));
    }

    [Fact]
    public async Task The_newest_batch_of_a_live_writer_is_found_though_it_was_cleared()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        var run = await Driver.DecideAsync(Cake, Create(Ann));
        var other = Drive();

        await other.StoreAsync(new JournalClear(Driver.Writer.Id, Through: 1));

        Assert.NotNull(await Driver.Writer.FenceAsync(1, Ct));
        Assert.NotNull(await Record.ExceptionAsync(() => Driver.Writer.CommitAsync(1, [run], Ct)));
        Assert.Null(await Timelines.LoadAsync(Cake, Ct));
    }

    [Fact]
    public async Task Writers_number_their_batches_by_themselves()
    {
        var other = Drive();

        await Driver.RunAsync(Tea, Create(Ann));
        await other.RunAsync(Cake, Create(Ann));

        Assert.Equal((1, 1), (Driver.Batch, other.Batch));
    }

    [Fact]
    public async Task A_disposed_writer_writes_no_more()
    {
        var run = await Driver.DecideAsync(Tea, Create(Ann));
        var writer = Store.OpenWriter();
        await writer.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.CommitAsync(1, [run], Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.FenceAsync(1, Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.TakeOverAsync(Ct));
        Assert.Null(await Timelines.LoadAsync(Tea, Ct));
    }
}
