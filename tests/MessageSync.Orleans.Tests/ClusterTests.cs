using MessageSync.Inboxes;
using MessageSync.Orleans.Grains;
using MessageSync.Orleans.Hosting;
using MessageSync.Orleans.Tests.Support;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;

namespace MessageSync.Orleans.Tests;

public sealed class ClusterTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_is_sent_through_the_cluster_comes_to_every_member(short silos)
    {
        await using var cluster = await Cluster.StartAsync(silos);
        var (ann, bob) = (Cluster.As("ann"), Cluster.As("bob"));
        var team = new ConversationId("team");
        await cluster.Client.CreateGroupAsync(ann, team, new([bob.User]));

        var sent = await cluster.Client.SendAsync(ann, team, new("key-1"), Cluster.Text("Hello, Bob"));
        var again = await cluster.In(silos - 1).SendAsync(ann, team, new("key-1"), Cluster.Text("Hello, Bob"));

        Assert.Equal((new SeqNo(1), false), (sent.Value!.Seq, sent.Value.Duplicate));
        Assert.Equal(sent.Value with { Duplicate = true }, again.Value);
        Assert.Equal([EntryKind.Member, EntryKind.Message], await ReadAsync(cluster.Client, bob, entries: 2));
        Assert.Equal([EntryKind.Member, EntryKind.Message], await ReadAsync(cluster.In(0), ann, entries: 2));
    }

    [Fact]
    public async Task A_wait_in_one_process_is_woken_by_what_another_one_sends()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var (ann, bob) = (Cluster.As("ann"), Cluster.As("bob"));
        var team = new ConversationId("team");
        await cluster.In(0).CreateGroupAsync(ann, team, new([bob.User]));
        await ReadAsync(cluster.Client, bob, entries: 1);
        var head = (await cluster.Client.SyncAsync(bob, new() { Limit = 0 })).Value!.Head;

        var waiting = cluster.Client.SyncAsync(bob, new() { Cursor = head, Wait = s_long });
        var other = cluster.In(1).SyncAsync(bob, new() { Cursor = head, Wait = s_long });
        await cluster.In(0).SendAsync(ann, team, new("key-1"), Cluster.Text("Hello"));

        Assert.Equal(EntryKind.Message, Assert.Single((await waiting).Value!.Entries).Content.Kind);
        Assert.Equal(EntryKind.Message, Assert.Single((await other).Value!.Entries).Content.Kind);
    }

    [Fact]
    public async Task Streams_hear_signals_and_takeovers_of_other_processes()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var (ann, bob) = (Cluster.As("ann"), Cluster.As("bob"));
        var team = new ConversationId("team");
        await cluster.In(0).CreateGroupAsync(ann, team, new([bob.User]));
        using var first = (await cluster.In(0).StreamAsync(bob, null)).Value!;
        var news = await first.NextAsync(s_long);

        await cluster.In(1).SignalAsync(ann, team, "typing");
        var told = await UntilAsync<StreamEvent.Signalled>(first);
        using var newer = (await cluster.In(1).StreamAsync(bob, null)).Value!;
        await UntilAsync<StreamEvent.Conflict>(first);

        Assert.NotEmpty(news!);
        Assert.Equal(("typing", ann.User), (told.Told.Name, told.Told.From));
        Assert.Null(await first.NextAsync(s_long));
    }

    [Fact]
    public async Task The_stream_of_a_client_hears_signals_of_a_silo()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var (ann, bob) = (Cluster.As("ann"), Cluster.As("bob"));
        var team = new ConversationId("team");
        await cluster.In(0).CreateGroupAsync(ann, team, new([bob.User]));
        using var stream = (await cluster.Client.StreamAsync(bob, null)).Value!;
        await stream.NextAsync(s_long);

        await cluster.In(0).SignalAsync(ann, team, "typing");

        Assert.Equal("typing", (await UntilAsync<StreamEvent.Signalled>(stream)).Told.Name);
    }

    [Fact]
    public async Task A_group_whose_members_live_in_all_silos_gets_every_message_once_and_in_order()
    {
        await using var cluster = await Cluster.StartAsync(3);
        var ann = Cluster.As("ann");
        var others = Enumerable.Range(0, 40).Select(i => Cluster.As($"user-{i}")).ToList();
        var team = new ConversationId("team");
        await cluster.Client.CreateGroupAsync(ann, team, new([.. others.Select(other => other.User)]));

        await Task.WhenAll(Enumerable.Range(0, 60).Select(
            i => cluster.In(i % 3).SendAsync(ann, team, new($"k{i}"), Cluster.Text($"{i}"))));

        var all = Enumerable.Range(1, 60).Select(seq => new SeqNo(seq));
        foreach (var other in others)
        {
            var entries = await EntriesAsync(cluster.In(0), other, 61);
            Assert.Equal(all, entries.Skip(1).Select(entry => Assert.IsType<EntryContent.Message>(entry.Content).Seq));
        }
    }

    [Fact]
    public async Task A_stream_goes_on_at_once_though_its_inbox_left_memory_meanwhile()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var (ann, bob) = (Cluster.As("ann"), Cluster.As("bob"));
        var team = new ConversationId("team");
        await cluster.Client.CreateGroupAsync(ann, team, new([bob.User]));
        await ReadAsync(cluster.Client, bob, entries: 1);
        using var stream = (await cluster.Client.StreamAsync(bob, null)).Value!;
        await UntilAsync<StreamEvent.CaughtUp>(stream);
        var active = cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<ActiveGrains>()).ToList();
        var before = Inbox();

        await cluster.Testing.Client.GetGrain<IOrleansInboxGrain>("bob").Cast<IGrainManagementExtension>().DeactivateOnIdle();
        while (Inbox() == before) await Task.Yield();
        await cluster.Client.SendAsync(ann, team, new("key-1"), Cluster.Text("Hello, Bob"));
        // Sooner than it would look by itself.
        var news = await stream.NextAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(EntryKind.Message, Assert.IsType<StreamEvent.Entry>(Assert.Single(news!)).Delivery.Content.Kind);

        OrleansInboxGrain? Inbox() => active.Select(grains => grains.Find(bob.User)).FirstOrDefault(inbox => inbox is not null);
    }

    private static async Task<T> UntilAsync<T>(IInboxStream stream) where T : StreamEvent
    {
        while (await stream.NextAsync(s_long) is { Count: > 0 } events)
            if (events.OfType<T>().FirstOrDefault() is { } found) return found;
        throw new InvalidOperationException($"No {typeof(T).Name} came in {s_long}.");
    }

    private static async Task<IReadOnlyList<EntryKind>> ReadAsync(IMessageSync sync, Caller caller, int entries) =>
        [.. (await EntriesAsync(sync, caller, entries)).Select(entry => entry.Content.Kind)];

    private static async Task<IReadOnlyList<Delivery>> EntriesAsync(IMessageSync sync, Caller caller, int entries)
    {
        var come = new List<Delivery>();
        for (string? cursor = null; come.Count < entries;)
        {
            var page = (await sync.SyncAsync(caller, new() { Cursor = cursor, Wait = s_long })).Value!;
            Assert.True(page.Entries.Count > 0 || cursor is null, $"Only {come.Count} entries came in {s_long}.");
            come.AddRange(page.Entries);
            cursor = page.Cursor;
        }
        return come;
    }
}
