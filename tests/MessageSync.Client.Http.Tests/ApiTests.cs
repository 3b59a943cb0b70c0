namespace MessageSync.Client.Http.Tests;

/// <summary>Each operation once, against the real server.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private Server _server = null!;
    private MessageSyncApi _ann = null!;
    private MessageSyncApi _bob = null!;

    public async Task InitializeAsync()
    {
        _server = await Server.StartAsync();
        (_ann, _bob) = (_server.Api("ann"), _server.Api("bob"));
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        _bob.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Conversations_are_made_shown_changed_and_listed()
    {
        var group = await _ann.CreateGroupAsync("a.b_c-d:e@f", "Tea", ["bob"], "all");
        var direct = await _ann.CreateDirectAsync("bob");
        var changed = await _ann.ChangeAsync(group.Id, "Täa 🍵 \"<&>\"");

        Assert.Equal(("group", "Tea", "all", 2), (group.Kind, group.Title, group.History, group.MemberCount));
        Assert.Equal("Täa 🍵 \"<&>\"", changed.Title);
        Assert.Equal(changed, await _ann.ShowAsync(group.Id));
        Assert.Equal(direct.Id, (await _bob.CreateDirectAsync("ann")).Id);
        var first = await _bob.ListAsync(limit: 1, isById: true);
        var second = await _bob.ListAsync(first.NextPage, limit: 1, isById: true);
        Assert.Equal(["a.b_c-d:e@f", direct.Id], [first.Conversations[0].Id, second.Conversations[0].Id]);
        Assert.Null(second.NextPage);
        Assert.Empty((await _server.Api("cyd").ListAsync(hasLeft: false)).Conversations);
    }

    [Fact]
    public async Task Members_come_go_and_are_listed_page_by_page()
    {
        await _ann.CreateGroupAsync("tea", members: ["bob"]);
        await _ann.PutMemberAsync("tea", "cyd");
        await _ann.PutMemberAsync("tea", "cyd", "owner");
        await _ann.ChangeMembersAsync("tea", ["dan", "eve"], ["bob"]);
        await _ann.RemoveMemberAsync("tea", "dan");

        var first = await _ann.MembersAsync("tea", limit: 2);
        var second = await _ann.MembersAsync("tea", first.NextAfter, 2);

        Assert.Equal(
            [("ann", "owner"), ("cyd", "owner"), ("eve", "member")],
            first.Members.Concat(second.Members).Select(member => (member.User, member.Role)));
        Assert.Equal("direct-conversation", (await Refused(async () =>
            await _ann.RemoveMemberAsync((await _ann.CreateDirectAsync("bob")).Id, "bob"))).Slug);
    }

    [Fact]
    public async Task Messages_are_sent_roamed_edited_and_recalled()
    {
        await TeaAsync(6);
        var again = await _ann.SendAsync("tea", new("key1", "1"));
        var edited = await _ann.EditAsync("tea", new(2, 0, "two", "text/markdown"));
        await _ann.RecallAsync("tea", 3);
        await _bob.HideAsync("tea", new(1, 1));
        await _bob.ReadAsync("tea", new(4));

        Assert.Equal((1, true), (again.Seq, again.Duplicate));
        Assert.Equal(("two", "text/markdown", 1), (edited.Body, edited.ContentType, edited.Version));
        Assert.Equal([5, 6], Seqs(await _bob.RoamAsync("tea", limit: 2)));
        Assert.Equal([2, 3], Seqs(await _bob.RoamAsync("tea", new RoamAnchor.Before(4))));
        Assert.Equal([5, 6], Seqs(await _bob.RoamAsync("tea", new RoamAnchor.After(4))));
        Assert.Equal([3, 4], Seqs(await _bob.RoamAsync("tea", new RoamAnchor.Around(4), 2)));
        Assert.Equal([2], Seqs(await _bob.RoamAsync("tea", new RoamAnchor.At(DateTimeOffset.UnixEpoch), 1)));
        Assert.True((await _bob.OneAsync("tea", 3)).IsRecalled);
        var some = await _bob.SomeAsync("tea", [1, 2, 5]);
        Assert.Equal([2, 5], some.Messages.Select(message => message.Seq));
        Assert.Empty(some.Rest);
        Assert.Equal([new SeqRange(1, 1)], (await _bob.HiddenAsync("tea")).Ranges);
        Assert.Equal([2, 3], (await _bob.MutationsAsync("tea")).Mutations.Select(mutation => mutation.Seq));
        Assert.Equal(4, (await _bob.ShowAsync("tea")).ReadUpTo);
    }

    [Fact]
    public async Task An_Inbox_is_synced_and_acked_and_devices_are_known()
    {
        await TeaAsync(2);

        var page = await _bob.SyncAsync(wait: TimeSpan.FromSeconds(20));
        while (page.Entries.OfType<MessageEntry>().Count() < 2) page = await _bob.SyncAsync();
        await _bob.AckAsync(page.Entries[0].Cursor);
        var rest = await _bob.SyncAsync(ack: page.Cursor);

        Assert.Equal("new", page.Reset?.Reason);
        Assert.Empty(rest.Entries);
        var phone = Assert.Single((await _bob.DevicesAsync()).Devices);
        Assert.Equal(("phone", page.Cursor), (phone.Device, phone.AckedCursor));
        await _bob.ForgetDeviceAsync("phone");
        Assert.Empty((await _bob.DevicesAsync()).Devices);
    }

    [Fact]
    public async Task A_backend_notifies_explains_and_acts_for_users()
    {
        using var shop = _server.Api("shop", null, isService: true);
        using var asAnn = _server.Api("shop", null, isService: true, new() { ActAs = "ann/phone" });
        await TeaAsync(1);

        Assert.False((await shop.NotifyAsync("bob", "n1", "sale", "50 %")).Duplicate);
        Assert.True((await shop.NotifyAsync("bob", "n1", "sale", "50 %")).Duplicate);
        Assert.Equal(2, (await asAnn.SendAsync("tea", new("key2", "for ann"))).Seq);
        var explanation = await shop.ExplainAsync("bob", "phone", "tea", 1);
        Assert.NotEmpty(explanation.Sentence);
        Assert.Equal("tea", explanation.Facts.GetProperty("conversation").GetString());
        Assert.Null((await shop.ShowAsync("tea")).ReadUpTo);
    }

    [Fact]
    public async Task A_refusal_says_what_the_server_said_with_its_facts()
    {
        await TeaAsync(1);

        var reused = await Refused(() => _ann.SendAsync("tea", new("key1", "other")));
        var stranger = await Refused(() => _server.Api("cyd").ShowAsync("tea"));

        Assert.Equal(("send-key-reused", 409), (reused.Slug, reused.Status));
        Assert.Equal(1, reused.Facts["seq"].GetInt64());
        Assert.NotEmpty(reused.Title);
        Assert.NotEmpty(reused.Detail);
        Assert.Equal(("conversation-not-found", 404), (stranger.Slug, stranger.Status));
        Assert.Empty(stranger.Facts);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_would_be_another_path_goes_nowhere(string id)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _ann.ShowAsync(id));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _ann.PutMemberAsync("tea", id));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a?b#c")]
    [InlineData("ä b")]
    [InlineData("%2e%2e")]
    public async Task What_is_no_id_is_refused_by_the_server(string id) =>
        Assert.Equal("invalid-id", (await Refused(() => _ann.ShowAsync(id))).Slug);

    [Theory]
    [InlineData("")]
    [InlineData("\0\u001f\u007f \u2028\ufeff\ufffd")]
    [InlineData("\ud83d\ude00 <script>'\"&+\\")]
    public async Task Every_text_comes_back_as_it_was_sent(string text)
    {
        await TeaAsync(0);

        await _ann.SendAsync("tea", new("key", text));

        Assert.Equal(text, (await _bob.OneAsync("tea", 1)).Body);
    }

    [Fact]
    public async Task Half_a_character_is_not_replaced_in_silence()
    {
        await TeaAsync(0);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => _ann.SendAsync("tea", new("key", "\ud83d")));

        Assert.Equal(0, (await _ann.ShowAsync("tea")).Head);
    }

    [Fact]
    public async Task The_largest_bodies_go_through_in_both_forms()
    {
        await TeaAsync(0);
        var (text, bytes) = (new string('\0', 65536), Convert.ToBase64String(new byte[65536]));

        await _ann.SendAsync("tea", new("key1", text));
        await _ann.SendAsync("tea", new("key2", bytes, "image/png", "base64"));

        var page = await _bob.RoamAsync("tea");
        Assert.Equal([text, bytes], page.Messages.Select(message => message.Body));
        Assert.Equal(["text/plain", "image/png"], page.Messages.Select(message => message.ContentType));
    }

    private static async Task<MessageSyncException> Refused(Func<Task> ask) =>
        await Assert.ThrowsAsync<MessageSyncException>(ask);

    private static IEnumerable<long> Seqs(RoamingPage page) => page.Messages.Select(message => message.Seq);

    /// <summary>A group of ann and bob with so many messages of ann, under key1, key2 …</summary>
    private async Task TeaAsync(int messages)
    {
        await _ann.CreateGroupAsync("tea", members: ["bob"]);
        for (var i = 1; i <= messages; i++) await _ann.SendAsync("tea", new($"key{i}", $"{i}"));
    }
}
