using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Tests.TestHost;

namespace MessageSync.Tests;

public sealed class FrontEndTests
{
    private static readonly ConversationId s_tea = new("tea");

    [Fact]
    public async Task What_is_sent_is_in_the_history_at_once_and_in_every_Inbox_soon()
    {
        await using var host = await StartAsync();
        var sync = host.Sync;
        await sync.CreateGroupAsync(As("ann"), s_tea, new([new("bob")]));

        var sent = await sync.SendAsync(As("ann"), s_tea, new("k1"), Text("hello"));
        var page = await sync.RoamAsync(As("bob"), s_tea, new RoamingAnchor.Newest());
        var inbox = await DrainAsync(sync, As("bob"), entries => entries.Any(e => e.Message is not null));

        Assert.Equal(new SeqNo(1), sent.Value!.Seq);
        Assert.Equal([new SeqNo(1)], page.Value!.Messages.Select(message => message.Seq));
        Assert.Equal([EntryKind.Member, EntryKind.Message], inbox.Select(entry => entry.Content.Kind));
    }

    [Fact]
    public async Task A_repeated_send_gets_the_first_number_and_another_body_is_refused()
    {
        await using var host = await StartAsync();
        await host.Sync.CreateDirectAsync(As("ann"), new("bob"));
        var direct = DirectConversation.IdOf(new("bob"), new("ann"));

        var first = await host.Sync.SendAsync(As("ann"), direct, new("k"), Text("a"));
        var again = await host.Sync.SendAsync(As("ann"), direct, new("k"), Text("a"));
        var other = await host.Sync.SendAsync(As("ann"), direct, new("k"), Text("b"));

        Assert.False(first.Value!.Duplicate);
        Assert.Equal(first.Value with { Duplicate = true }, again.Value);
        Assert.Equal(new Refusal.SendKeyReused(new(1)), other.Refusal);
    }

    [Fact]
    public async Task Senders_at_once_get_numbers_without_a_gap()
    {
        // A burst, however slow the machine.
        await using var host = await StartAsync(options =>
            (options.BurstTime, options.WriteTimeout) = (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)));
        await host.Sync.CreateGroupAsync(As("ann"), s_tea, new([new("bob")]));

        var sent = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i =>
            host.Sync.SendAsync(As(i % 2 == 0 ? "ann" : "bob"), s_tea, new($"k{i}"), Text($"{i}"))));

        Assert.Equal(Enumerable.Range(1, 2000).Select(n => (long)n), sent.Select(s => s.Value!.Seq.Value).Order());
    }

    [Fact]
    public async Task A_device_from_beyond_all_that_exists_is_reset_though_it_acks_and_one_that_acks_too_much_is_refused()
    {
        await using var host = await StartAsync();
        await host.Sync.CreateDirectAsync(As("ann"), new("bob"));
        var inbox = await DrainAsync(host.Sync, As("bob"), entries => entries.Count > 0);
        var epoch = (await host.Sync.SyncAsync(As("bob"), new())).Value!.Epoch;
        var beyond = new InboxCursor(epoch, new(99)).Text(new("bob"));

        var restored = await host.Sync.SyncAsync(As("bob"), new() { Cursor = beyond, Ack = beyond });
        var wrong = await host.Sync.SyncAsync(As("bob"), new() { Cursor = inbox[0].Cursor, Ack = beyond });

        Assert.Equal(ResetReason.Epoch, restored.Value!.Reset!.Reason);
        Assert.Equal(new Refusal.BeyondHead(inbox[^1].Cursor), wrong.Refusal);
    }

    [Fact]
    public async Task A_wait_ends_with_the_first_entry()
    {
        await using var host = await StartAsync();
        await host.Sync.CreateDirectAsync(As("ann"), new("bob"));
        var direct = DirectConversation.IdOf(new("bob"), new("ann"));
        var inbox = await DrainAsync(host.Sync, As("bob"), entries => entries.Count > 0);
        var wait = host.Sync.SyncAsync(
            As("bob"), new() { Cursor = inbox[^1].Cursor, Wait = TimeSpan.FromSeconds(30) });

        await host.Sync.SendAsync(As("ann"), direct, new("k"), Text("a"));

        var reply = (await wait).Value!;
        Assert.Equal(EntryKind.Message, Assert.Single(reply.Entries).Content.Kind);
        Assert.Equal(inbox[^1].Cursor, reply.Entries[0].Previous);
    }

    /// <summary>Syncs from the beginning, waiting, until the entries are enough.</summary>
    private static async Task<List<Delivery>> DrainAsync(
        IMessageSync sync, Caller caller, Func<List<Delivery>, bool> enough)
    {
        var entries = new List<Delivery>();
        string? cursor = null;
        while (!enough(entries))
        {
            var reply = await sync.SyncAsync(caller, new() { Cursor = cursor, Wait = TimeSpan.FromSeconds(20) });
            entries.AddRange(reply.Value!.Entries);
            cursor = reply.Value.Cursor;
        }
        return entries;
    }
}
