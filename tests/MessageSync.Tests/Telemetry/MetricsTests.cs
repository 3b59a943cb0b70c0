using System.Diagnostics.Metrics;
using MessageSync.Inboxes;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using static MessageSync.Tests.TestHost;

namespace MessageSync.Tests.Telemetry;

/// <summary>Each instrument moves when the thing happens, by as much as happened.</summary>
public sealed class MetricsTests : IAsyncLifetime, IDisposable
{
    private const string Outcome = "messagesync.outcome";
    private static readonly string[] s_outcomes = ["accepted", "repeated", "refused"];
    private static readonly string[] s_phases = ["queue", "store", "tell"];
    private static readonly ConversationId s_tea = new("tea");

    private TestHost _host = null!;
    private Recorder _recorder = null!;

    public async Task InitializeAsync()
    {
        _host = await StartAsync();
        await _host.Sync.CreateGroupAsync(As("ann"), s_tea, new([new("bob"), new("cid")]));
        await UntilAllHaveAsync(1);
        _recorder = new(_host.Services.GetRequiredService<IMeterFactory>());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public async Task A_send_is_counted_and_timed_by_what_came_of_it()
    {
        await SendAsync("1");
        await SendAsync("2");
        await SendAsync("2");
        await SendAsync("2", body: "other");
        await _host.Sync.SendAsync(As("dan"), s_tea, new("3"), Text("a"));

        Assert.Equal(2, _recorder.Sum("messagesync.sends", (Outcome, "accepted")));
        Assert.Equal(1, _recorder.Sum("messagesync.sends", (Outcome, "repeated")));
        Assert.Equal(1, _recorder.Sum("messagesync.sends", (Outcome, "refused"), ("error.type", "send-key-reused")));
        Assert.Equal(1, _recorder.Sum("messagesync.sends", (Outcome, "refused"), ("error.type", "conversation-not-found")));
        Assert.Equal(5, _recorder.Sum("messagesync.sends"));
        Assert.Equal(
            [2, 1, 2],
            s_outcomes.Select(
                outcome => _recorder.Of("messagesync.send.duration", (Outcome, outcome)).Count));
    }

    [Fact]
    public async Task Commits_have_their_size_their_phases_and_an_outcome_for_each_write()
    {
        await SendAsync("1");

        Assert.Equal(1, _recorder.Sum("messagesync.commit.messages"));
        Assert.Equal(1, _recorder.Sum("messagesync.writes", ("messagesync.write", "timeline"), (Outcome, "stored")));
        await _recorder.UntilAsync(
            () => _recorder.Sum("messagesync.writes", ("messagesync.write", "inbox"), (Outcome, "stored")) == 3,
            "three Inboxes written");
        var batches = _recorder.Of("messagesync.commit.writes").Count;
        await _recorder.UntilAsync(
            () => s_phases.All(
                phase => _recorder.Of("messagesync.commit.duration", ("messagesync.phase", phase)).Count >= batches),
            "each phase of each batch");
        Assert.Equal(0, _recorder.Now("messagesync.commit.queue"));
    }

    [Fact]
    public async Task Fan_out_counts_offers_and_times_each_change_until_every_Inbox_has_it()
    {
        await SendAsync("1");
        await SendAsync("2");

        await _recorder.UntilAsync(() => _recorder.Of("messagesync.fanout.duration").Count == 2, "two changes announced");
        Assert.Equal(2 * 3, _recorder.Sum("messagesync.fanout.offers", (Outcome, "taken")));
        Assert.Equal(2 * 3, _recorder.Sum("messagesync.fanout.offers"));
        await _recorder.UntilAsync(() => _recorder.Now("messagesync.fanout.pending") == 0, "nothing under way");
        Assert.Equal(0, _recorder.Now("messagesync.fanout.lag"));
        Assert.Equal(0, _recorder.Now("messagesync.fanout.set_aside"));
    }

    [Fact]
    public async Task A_sync_is_counted_with_its_entries_and_its_reset()
    {
        var first = (await _host.Sync.SyncAsync(As("bob", "new"), new())).Value!;
        await _host.Sync.SyncAsync(As("bob"), new() { Cursor = first.Cursor });
        var ofOther = new InboxCursor(new("00000000"), new(1)).Text(new("bob"));
        await _host.Sync.SyncAsync(As("bob"), new() { Cursor = ofOther });

        Assert.Equal(2, _recorder.Sum("messagesync.syncs", (Outcome, "reset"), ("messagesync.via", "request")));
        Assert.Equal(1, _recorder.Sum("messagesync.syncs", (Outcome, "shown"), ("messagesync.via", "request")));
        Assert.Equal([1, 0, 1], _recorder.Of("messagesync.sync.entries").Select(one => one.Value));
        Assert.Equal(1, _recorder.Sum("messagesync.resets", ("messagesync.reason", "new")));
        Assert.Equal(1, _recorder.Sum("messagesync.resets", ("messagesync.reason", "epoch")));
        Assert.Equal(2, _recorder.Sum("messagesync.resets"));
        Assert.Equal(3, _recorder.Of("messagesync.sync.duration").Count);
    }

    [Fact]
    public async Task A_page_of_the_Timeline_is_counted_with_its_messages()
    {
        await SendAsync("1");
        await SendAsync("2");

        await _host.Sync.RoamAsync(As("bob"), s_tea, new RoamingAnchor.Newest());
        await _host.Sync.RoamAsync(As("dan"), s_tea, new RoamingAnchor.Newest());

        Assert.Equal([2], _recorder.Of("messagesync.roam.messages").Select(one => one.Value));
        Assert.Equal(1, _recorder.Sum("messagesync.roams", (Outcome, "shown")));
        Assert.Equal(1, _recorder.Sum("messagesync.roams", (Outcome, "refused"), ("error.type", "conversation-not-found")));
        Assert.Equal(2, _recorder.Of("messagesync.roam.duration").Count);
    }

    [Fact]
    public async Task Waits_and_streams_are_counted_while_they_are_open()
    {
        var caughtUp = (await _host.Sync.SyncAsync(As("bob"), new())).Value!;
        var waiting = _host.Sync.SyncAsync(
            As("bob"), new() { Cursor = caughtUp.Cursor, Wait = TimeSpan.FromMinutes(1) });
        var stream = (await _host.Sync.StreamAsync(As("cid"), null)).Value!;

        Assert.Equal((1, 1), (_recorder.Now("messagesync.waits"), _recorder.Now("messagesync.streams")));
        await SendAsync("1");
        await waiting;
        stream.Dispose();
        stream.Dispose();
        Assert.Equal((0, 0), (_recorder.Now("messagesync.waits"), _recorder.Now("messagesync.streams")));
    }

    [Fact]
    public async Task A_stream_counts_its_events_and_the_hints_that_woke_it()
    {
        using var stream = (await _host.Sync.StreamAsync(As("bob"), null)).Value!;
        while ((await stream.NextAsync(TimeSpan.FromMinutes(1)))!.All(one => one is not StreamEvent.CaughtUp))
        {
            // On.
        }
        await _host.Sync.SignalAsync(As("ann"), s_tea, "typing");
        await stream.NextAsync(TimeSpan.FromMinutes(1));

        string[] events = ["reset", "entry", "caught-up", "signal"];
        Assert.All(events, one => Assert.Equal(1, _recorder.Sum("messagesync.stream.events", ("messagesync.event", one))));
        Assert.Equal(1, _recorder.Sum("messagesync.hints", ("messagesync.hint", "signal")));
        Assert.Equal(1, _recorder.Sum("messagesync.syncs", ("messagesync.via", "stream")));
    }

    [Fact]
    public async Task Grains_in_memory_and_those_brought_there_are_counted_by_kind()
    {
        var before = _recorder.Now("messagesync.grain.activations");

        await _host.Sync.SyncAsync(As("eve"), new());

        Assert.Equal(before + 1, _recorder.Now("messagesync.grain.activations"));
        Assert.Equal(1, _recorder.Now("messagesync.grains", ("messagesync.grain", "timeline")));
        Assert.Equal(4, _recorder.Now("messagesync.grains", ("messagesync.grain", "inbox")));
        Assert.Equal(0, _recorder.Now("messagesync.commands"));
    }

    private Task<Answer<SendReceipt>> SendAsync(string key, string body = "a") =>
        _host.Sync.SendAsync(As("ann"), s_tea, new(key), Text(body));

    private async Task UntilAllHaveAsync(int entries)
    {
        foreach (var user in new[] { "ann", "bob", "cid" })
        {
            var query = new SyncQuery { Wait = TimeSpan.FromMinutes(1) };
            var page = (await _host.Sync.SyncAsync(As(user), query)).Value!;
            while (page.Entries.Count < entries)
                page = (await _host.Sync.SyncAsync(As(user), query with { Cursor = page.Cursor })).Value!;
        }
    }
}
