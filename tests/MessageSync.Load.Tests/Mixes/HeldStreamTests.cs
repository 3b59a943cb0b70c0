using System.Runtime.CompilerServices;
using MessageSync.Load.Mixes;
using MessageSync.Load.Targets;
using MessageSync.Load.Tests.Support;

namespace MessageSync.Load.Tests.Mixes;

public sealed class HeldStreamTests
{
    private static readonly ConversationId s_tea = new("tea");
    private static readonly StreamStep s_message = new(new InboxItem(ItemKind.Message, s_tea, new(1)));
    private static readonly FilledDevice s_device = new(new("ann"), new("phone"), "old");

    private readonly Queue<Func<CancellationToken, Reply<OpenedStream>>> _streams = [];
    private readonly List<string?> _opened = [];
    private CancellationToken _last;

    [Fact]
    public async Task A_device_comes_back_from_its_old_position_each_time_and_counts_what_was_stored()
    {
        Say(s_message, s_message, StreamStep.CaughtUp, s_message);
        Say(s_message, StreamStep.CaughtUp);
        await using var device = Device();

        var first = await device.ReturnAsync(default);
        var second = await device.ReturnAsync(default);

        Assert.Equal([2, 1], [first.Items, second.Items]);
        Assert.Equal(["old", "old"], _opened);
        await device.DropAsync();
        Assert.Equal(4, device.Heard);
    }

    [Fact]
    public async Task A_stream_that_ended_while_it_was_held_is_an_error_of_the_next_return()
    {
        var end = new TaskCompletionSource();
        _streams.Enqueue(_ => new OpenedStream(UntilAsync(end.Task)));
        Say(StreamStep.CaughtUp);
        await using var device = Device();
        await device.ReturnAsync(default);
        end.SetResult();

        var failure = await Assert.ThrowsAsync<TargetException>(() => device.ReturnAsync(default));

        Assert.Equal("stream-ended", failure.Kind);
        Assert.Null((await device.ReturnAsync(default)).Refused);
    }

    [Fact]
    public async Task A_stream_that_ends_before_it_has_caught_up_is_an_error()
    {
        _streams.Enqueue(_ => new OpenedStream(new[] { s_message }.ToAsyncEnumerable()));
        await using var device = Device();

        var failure = await Assert.ThrowsAsync<TargetException>(() => device.ReturnAsync(default));

        Assert.Equal("stream-ended", failure.Kind);
    }

    [Fact]
    public async Task Who_gives_up_waiting_gives_up_the_opening_and_no_stream_that_is_held()
    {
        Say();
        Say(StreamStep.CaughtUp);
        await using var device = Device();
        using var opening = new CancellationTokenSource();
        var opened = device.ReturnAsync(opening.Token);
        await opening.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opened);

        using var held = new CancellationTokenSource();
        await device.ReturnAsync(held.Token);
        await held.CancelAsync();

        Assert.False(_last.IsCancellationRequested);
    }

    [Fact]
    public async Task A_stream_that_is_refused_is_a_refusal()
    {
        _streams.Enqueue(_ => new Refused("overloaded", TimeSpan.FromSeconds(1)));
        await using var device = Device();

        Assert.Equal("overloaded", (await device.ReturnAsync(default)).Refused!.Slug);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_may_be_seen_before_its_send_is_answered_or_after(bool before)
    {
        var receipts = new Receipts();
        if (before) receipts.Seen(s_tea, new(1));
        var all = receipts.ByAsync(s_tea, new(1), 2, default);
        if (!before) receipts.Seen(s_tea, new(1));
        receipts.Seen(s_tea, new(2));
        Assert.False(all.IsCompleted);

        receipts.Seen(s_tea, new(1));

        await all.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private ReturningDevice Device() => new(s_device, new ScriptedTarget { Streams = _streams, Opened = _opened });

    /// <summary>A stream that says this and then nothing more.</summary>
    private void Say(params StreamStep[] steps) =>
        _streams.Enqueue(ct => new OpenedStream(HeldAsync(steps, _last = ct)));

    private static async IAsyncEnumerable<StreamStep> HeldAsync(
        StreamStep[] steps, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var step in steps) yield return step;
        await new TaskCompletionSource().Task.WaitAsync(ct);
    }

    private static async IAsyncEnumerable<StreamStep> UntilAsync(Task end)
    {
        yield return StreamStep.CaughtUp;
        await end;
    }
}
