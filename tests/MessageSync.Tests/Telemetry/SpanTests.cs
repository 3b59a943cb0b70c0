using System.Diagnostics;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using static MessageSync.Tests.TestHost;

namespace MessageSync.Tests.Telemetry;

/// <summary>Who listens to spans is heard by the whole process: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(SpansAlone), DisableParallelization = true)]
public sealed class SpansAlone;

/// <summary>Where spans belong: send → commit → fan-out → sync.</summary>
[Collection(nameof(SpansAlone))]
public sealed class SpanTests : IAsyncLifetime
{
    private const string Body = "whatnobodymaysee";
    private static readonly ConversationId s_tea = new("tea");

    private TestHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await StartAsync();
        await _host.Sync.CreateGroupAsync(As("ann"), s_tea, new([new("bob")]));
        await ReachesAsync("ann", entries: 1);
        await ReachesAsync("bob", entries: 1);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_send_belongs_to_its_request_and_commit_and_fan_out_belong_to_the_send()
    {
        using var spans = new SpanRecorder();

        var (root, sent) = await spans.WithinAsync(() => SendAsync("1"));
        var send = await spans.FirstAsync("the send", one => Is(one, "messagesync.send", root));
        var commit = await spans.FirstAsync("its commit", one => Is(one, "messagesync.commit", send));
        var fanOut = await spans.FirstAsync("its fan-out", one => Is(one, "messagesync.fanout", send));
        var inboxes = await spans.FirstAsync("the Inboxes' commit", one => Is(one, "messagesync.commit", fanOut));

        Assert.All([send, commit, fanOut, inboxes], one => Assert.Equal(root.TraceId, one.TraceId));
        Assert.Equal("tea", send.GetTagItem("messagesync.conversation"));
        Assert.Equal(sent.Value!.Seq.Value, send.GetTagItem("messagesync.seq"));
        Assert.Equal("accepted", send.GetTagItem("messagesync.outcome"));
        Assert.Equal(1, commit.GetTagItem("messagesync.messages"));
        Assert.Equal(0, inboxes.GetTagItem("messagesync.messages"));
        Assert.Equal(2, fanOut.GetTagItem("messagesync.offers"));
        Assert.DoesNotContain(
            spans.Ended.SelectMany(one => one.TagObjects),
            tag => tag.Value?.ToString()?.Contains(Body, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task The_sync_of_a_stream_belongs_to_the_fan_out_that_woke_it_and_is_linked_to_the_stream()
    {
        using var spans = new SpanRecorder();
        var (request, _) = await spans.WithinAsync(async () =>
        {
            using var stream = (await _host.Sync.StreamAsync(As("bob"), null)).Value!;
            while ((await stream.NextAsync(TimeSpan.FromMinutes(1)))!.All(one => one is not StreamEvent.CaughtUp))
            {
                // On.
            }
            await spans.WithinAsync(() => SendAsync("1"));
            return await stream.NextAsync(TimeSpan.FromMinutes(1));
        });

        var fanOut = await spans.FirstAsync(
            "the fan-out", one => one.OperationName == "messagesync.fanout" && one.TraceId != request.TraceId);
        var sync = await spans.FirstAsync("the sync", one => Is(one, "messagesync.sync", fanOut));

        Assert.Equal(request.SpanId, Assert.Single(sync.Links).Context.SpanId);
        Assert.Equal("stream", sync.GetTagItem("messagesync.via"));
        Assert.Equal(1, sync.GetTagItem("messagesync.entries"));
    }

    [Fact]
    public async Task The_sync_of_a_wait_belongs_to_its_request_and_is_linked_to_the_fan_out_that_woke_it()
    {
        var page = (await _host.Sync.SyncAsync(As("bob"), new())).Value!;
        using var spans = new SpanRecorder();
        var waiting = spans.WithinAsync(() => _host.Sync.SyncAsync(
            As("bob"), new() { Cursor = page.Cursor, Wait = TimeSpan.FromMinutes(1) }));
        // Its two first syncs are over: it waits.
        await spans.FirstAsync("a wait", _ => spans.Ended.Count(one => one.OperationName == "messagesync.sync") == 2);

        await spans.WithinAsync(() => SendAsync("1"));
        var (request, _) = await waiting;
        var fanOut = await spans.FirstAsync("the fan-out", one => one.OperationName == "messagesync.fanout");
        var sync = spans.Ended.Last(one => Is(one, "messagesync.sync", request));

        Assert.Equal(fanOut.SpanId, Assert.Single(sync.Links).Context.SpanId);
    }

    [Fact]
    public async Task What_is_not_recorded_has_no_spans_of_work_for_many()
    {
        using var spans = new SpanRecorder(records: false);

        await spans.WithinAsync(() => SendAsync("1"));
        await ReachesAsync("bob", entries: 2);

        Assert.DoesNotContain(
            spans.Ended, one => one.OperationName is "messagesync.commit" or "messagesync.fanout");
    }

    [Fact]
    public async Task Work_for_many_is_no_part_of_the_request_that_began_it()
    {
        using var spans = new SpanRecorder();
        Activity?[] seen = [new("unseen")];
        await using var host = await StartAsync(
            services: services => services.AddSingleton<Storage.IStoreOpener>(new WatchingOpener(() => seen[0] = Activity.Current)));

        var (root, _) = await spans.WithinAsync(
            () => host.Sync.CreateGroupAsync(As("ann"), s_tea, new([])));

        Assert.NotEqual(root.SpanId, seen[0]?.SpanId ?? default);
        Assert.NotEqual("unseen", seen[0]?.OperationName);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_traced()
    {
        Activity.Current = null;
        var seen = new Activity("unseen");
        await using var host = await StartAsync(
            services: services => services.AddSingleton<Storage.IStoreOpener>(new WatchingOpener(() => seen = Activity.Current!)));

        await host.Sync.CreateGroupAsync(As("ann"), s_tea, new([]));

        Assert.Null(seen);
    }

    [Fact]
    public void A_span_of_many_is_linked_to_32_others_at_most_each_once()
    {
        using var spans = new SpanRecorder();
        var causes = Enumerable.Range(0, 50).Select(_ => Storage.Telemetry.Source.StartActivity("test")!).ToList();

        using var many = Storage.Telemetry.Begin("test", [null, .. causes, .. causes])!;

        Assert.Equal(causes[0].SpanId, many.ParentSpanId);
        Assert.Equal(causes.Skip(1).Take(32).Select(one => one.SpanId), many.Links.Select(link => link.Context.SpanId));
        foreach (var one in Enumerable.Reverse(causes)) one.Dispose();
    }

    private static bool Is(Activity span, string name, Activity parent) =>
        span.OperationName == name && span.ParentSpanId == parent.SpanId;

    private Task<Answer<SendReceipt>> SendAsync(string key) =>
        _host.Sync.SendAsync(As("ann"), s_tea, new(key), Text(Body));

    private async Task ReachesAsync(string user, int entries)
    {
        var query = new SyncQuery { Wait = TimeSpan.FromMinutes(1) };
        while (entries > 0)
        {
            var page = (await _host.Sync.SyncAsync(As(user), query)).Value!;
            entries -= page.Entries.Count;
            query = query with { Cursor = page.Cursor };
        }
    }
}
