using MessageSync.FrontEnd;
using MessageSync.Grains;
using MessageSync.Storage;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using static MessageSync.Tests.TestHost;

namespace MessageSync.Tests.Streams;

/// <summary>The stream itself, on a clock that stands: it is asked what there is now, and never waits.</summary>
public sealed class InboxStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(30);
    private static readonly ConversationId s_direct = DirectConversation.IdOf(new("ann"), new("bob"));

    private readonly StoppedClock _clock = new();
    private readonly FallibleStoreOpener _store = new();
    private readonly HintHub _deaf;
    private TestHost _host = null!;

    public InboxStreamTests() => _deaf = new(_clock, new());

    public async Task InitializeAsync()
    {
        _host = await StartAsync(services: services => services
            .AddSingleton<TimeProvider>(_clock).AddSingleton<IStoreOpener>(_store));
        await _host.Sync.CreateDirectAsync(As("ann"), new("bob"));
        var inbox = (await _host.Sync.SyncAsync(As("bob", "tablet"), new())).Value!;
        if (inbox.Entries.Count == 0) await NewsOfBobAsync(inbox.Cursor);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_hint_that_was_lost_is_made_good_by_the_look()
    {
        using var stream = await OpenDeafAsync();
        var position = await CatchUpAsync(stream);
        await SendToBobAsync("hi", position);

        var before = await NowAsync(stream);
        _clock.Pass(s_look);
        var after = await NowAsync(stream);

        Assert.Empty(before!);
        Assert.Equal(position, Assert.IsType<StreamEvent.Entry>(Assert.Single(after!)).Delivery.Previous);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_grains_have_moved_or_its_inbox_left_memory_a_stream_looks_at_once(bool ofInbox)
    {
        using var stream = await OpenDeafAsync();
        var position = await CatchUpAsync(stream);
        await SendToBobAsync("hi", position);

        var before = await NowAsync(stream);
        if (ofInbox) _deaf.InboxLeft(new("bob"));
        else _deaf.GrainsMoved();
        var after = await NowAsync(stream);

        Assert.Empty(before!);
        Assert.Equal(position, Assert.IsType<StreamEvent.Entry>(Assert.Single(after!)).Delivery.Previous);
    }

    [Fact]
    public async Task A_takeover_whose_hint_was_lost_is_found_by_the_look()
    {
        using var older = await OpenDeafAsync();
        await CatchUpAsync(older);

        using var newer = await OpenDeafAsync();
        await CatchUpAsync(newer);
        var before = await NowAsync(older);
        _clock.Pass(s_look);
        var after = new[] { await NowAsync(older), await NowAsync(older), await NowAsync(newer) };

        Assert.Empty(before!);
        Assert.Equal([new StreamEvent.Conflict()], after[0]!);
        Assert.Null(after[1]);
        Assert.Empty(after[2]!);
    }

    [Fact]
    public async Task A_reader_who_has_gone_before_their_stream_is_opened_ends_no_other()
    {
        using var stream = (await _host.Sync.StreamAsync(As("bob"), null)).Value!;
        await CatchUpAsync(stream);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _host.Sync.StreamAsync(As("bob"), null, new(canceled: true)));
        var after = await NowAsync(stream);

        Assert.Empty(after!);
    }

    [Fact]
    public async Task A_store_outage_only_delays_an_open_stream()
    {
        using var stream = await OpenAsync(_host.Grains, _host.Hub);
        var position = await CatchUpAsync(stream);
        await SendToBobAsync("hi", position);
        _store.IsDown = true;

        var first = await NowAsync(stream);
        _clock.Pass(s_look);
        var later = await NowAsync(stream);
        _store.IsDown = false;
        var after = await NowAsync(stream);

        Assert.Empty(first!);
        Assert.Empty(later!);
        Assert.Equal(position, Assert.IsType<StreamEvent.Entry>(Assert.Single(after!)).Delivery.Previous);
        Assert.Empty((await NowAsync(stream))!);
    }

    [Fact]
    public async Task What_a_stream_heard_is_told_though_the_store_is_away()
    {
        using var stream = await OpenAsync(_host.Grains, _host.Hub);
        await CatchUpAsync(stream);
        await _host.Sync.SignalAsync(As("ann"), s_direct, "typing");
        _store.IsDown = true;
        _clock.Pass(s_look);

        var signalled = await NowAsync(stream);
        using var newer = await OpenAsync(_host.Grains, _host.Hub);
        var end = await NowAsync(stream);
        _store.IsDown = false;

        Assert.Equal("typing", Assert.IsType<StreamEvent.Signalled>(Assert.Single(signalled!)).Told.Name);
        Assert.Equal([new StreamEvent.Conflict()], end!);
    }

    /// <summary>In a process to which no hint comes.</summary>
    private Task<IInboxStream> OpenDeafAsync() => OpenAsync(new DeafGrains(_host.Grains), _deaf);

    private async Task<IInboxStream> OpenAsync(IGrains grains, HintHub hub) =>
        (await new InboxStreams(grains, hub, new(), _clock, new())
            .OpenAsync(new("bob"), new("phone"), null, CancellationToken.None, CancellationToken.None)).Value!;

    private static Task<IReadOnlyList<StreamEvent>?> NowAsync(IInboxStream stream) => stream.NextAsync(TimeSpan.Zero);

    /// <summary>Reads until it has caught up.</summary>
    private static async Task<string> CatchUpAsync(IInboxStream stream)
    {
        var events = new List<StreamEvent>();
        while (events is not [.., StreamEvent.CaughtUp]) events.AddRange((await NowAsync(stream))!);
        return ((StreamEvent.CaughtUp)events[^1]).Cursor;
    }

    /// <summary>Sends, and waits until bob's Inbox has it.</summary>
    private async Task SendToBobAsync(string text, string position)
    {
        await _host.Sync.SendAsync(As("ann"), s_direct, new(text), Text(text));
        await NewsOfBobAsync(position);
    }

    private async Task NewsOfBobAsync(string position)
    {
        var query = new SyncQuery { Cursor = position, Wait = TimeSpan.FromSeconds(60) };
        Assert.Single((await _host.Sync.SyncAsync(As("bob", "tablet"), query)).Value!.Entries);
    }
}
