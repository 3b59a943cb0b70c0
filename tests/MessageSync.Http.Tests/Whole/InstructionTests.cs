using System.Text.Json;

namespace MessageSync.Http.Tests;

public sealed class InstructionTests : IAsyncLifetime
{
    private const string First = "/conversations/tea/messages/1";

    private TestSilo _silo = null!;

    public async Task InitializeAsync()
    {
        _silo = await TestSilo.StartAsync();
        await _silo.GroupAsync("tea", "bob", "cid");
        await _silo.SendAsync("bob", "tea", "first");
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task An_edit_shows_on_every_path()
    {
        var edited = await EditAsync("bob", "second", 0);
        Assert.Equal(("second", "edited", 1), (Body(edited), State(edited), edited.GetProperty("version").GetInt32()));

        Assert.Equal("second", Body(await GetAsync("ann", First)));
        Assert.Equal("second", Body((await GetAsync("ann", "/conversations/tea/messages")).GetProperty("messages")[0]));
        Assert.Equal("second", Body((await GetAsync("ann", "/conversations/tea")).GetProperty("lastMessage")));
        var mutation = (await GetAsync("ann", "/conversations/tea/mutations")).GetProperty("mutations")[0];
        Assert.Equal("second", Body(mutation.GetProperty("message")));
        var entries = await _silo.EntriesAsync("ann", 3);
        Assert.Equal(["member", "message", "edited"], entries.Select(Kind));
        Assert.All(entries.Skip(1), entry => Assert.Equal("second", Body(entry.GetProperty("message"))));
    }

    [Fact]
    public async Task An_edit_of_another_version_names_the_present_one()
    {
        await EditAsync("bob", "second", 0);

        var refused = (await PutAsync("bob", First, """{"body":"x","version":0}""")).MustBe("version-conflict", 409);

        Assert.Equal(1, refused.Json.GetProperty("version").GetInt32());
        Assert.Equal("second", Body(await EditAsync("bob", "second", 0)));
    }

    [Fact]
    public async Task A_recall_leaves_a_tombstone_everywhere_and_frees_its_key()
    {
        var key = (await GetAsync("ann", First)).GetProperty("sendKey").GetString();
        await EditAsync("bob", "second", 0);
        (await _silo.AsAsync("bob", "DELETE", First)).MustBe(204);
        (await _silo.AsAsync("bob", "DELETE", First)).MustBe(204);

        var tombstone = await GetAsync("ann", First);
        Assert.Equal(("recalled", "bob"), (State(tombstone), tombstone.GetProperty("recalledBy").GetString()));
        Assert.Equal(1, tombstone.GetProperty("seq").GetInt32());
        Assert.False(tombstone.TryGetProperty("body", out _));
        Assert.False(tombstone.TryGetProperty("contentType", out _));
        (await PutAsync("bob", First, """{"body":"x","version":1}""")).MustBe("recalled", 409);
        var again = (await _silo.AsAsync("bob", "POST", "/conversations/tea/messages",
            $$"""{"sendKey":"{{key}}","body":"other"}""")).MustBe(200).Json;
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        Assert.Equal(["member", "message", "recalled"], (await _silo.EntriesAsync("ann", 3)).Select(Kind));
    }

    [Fact]
    public async Task The_recall_window_ends()
    {
        (await _silo.App.SendAsync("POST", "/v1/dev/clock", """{"advanceSeconds":86401}""")).MustBe(204);

        (await _silo.AsAsync("bob", "DELETE", First)).MustBe("recall-window-over", 409);
        (await _silo.AsAsync("cid", "DELETE", First)).MustBe("forbidden", 403);
        (await _silo.AsServiceAsync("DELETE", First)).MustBe(204);
    }

    [Fact, Trait("Trap", "T15")]
    public async Task A_deleted_chat_comes_back_with_the_next_message_alone()
    {
        await _silo.SendAsync("bob", "tea", "two");
        await HideAsync("ann", 1, 2, unlist: true);

        Assert.Equal(0, (await GetAsync("ann", "/conversations")).GetProperty("conversations").GetArrayLength());
        var shown = await GetAsync("ann", "/conversations/tea");
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("lastMessage").ValueKind);
        Assert.Equal((0, true), (shown.GetProperty("unread").GetInt32(), shown.GetProperty("unlisted").GetBoolean()));
        Assert.Equal(0, (await GetAsync("ann", "/conversations/tea/messages")).GetProperty("messages").GetArrayLength());
        (await _silo.AsAsync("ann", "GET", First)).MustBe("message-not-found", 404);

        await _silo.SendAsync("bob", "tea", "three");

        var listed = (await GetAsync("ann", "/conversations")).GetProperty("conversations")[0];
        Assert.Equal((1, false), (listed.GetProperty("unread").GetInt32(), listed.GetProperty("unlisted").GetBoolean()));
        Assert.Equal(2, (await GetAsync("bob", "/conversations/tea/messages?limit=2")).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task Hides_are_told_to_the_users_own_devices_and_merge()
    {
        for (var i = 2; i <= 9; i++) await _silo.SendAsync("bob", "tea", $"{i}");
        await HideAsync("ann", 1, 2);
        await HideAsync("ann", 5, 6);
        await HideAsync("ann", 3, 4);
        await HideAsync("ann", 2, 5);

        Assert.Equal("""{"ranges":[[1,6]]}""", (await GetAsync("ann", "/conversations/tea/hidden")).GetRawText());
        var hidden = (await _silo.EntriesAsync("ann", 5)).Single(entry => Kind(entry) == "hidden");
        Assert.Equal((1, 6), (hidden.GetProperty("from").GetInt32(), hidden.GetProperty("to").GetInt32()));
        Assert.False(hidden.GetProperty("unlisted").GetBoolean());
        Assert.DoesNotContain(await _silo.EntriesAsync("bob", 10), entry => Kind(entry) == "hidden");
    }

    [Fact]
    public async Task What_does_not_exist_is_neither_hidden_nor_read()
    {
        var hide = (await PutAsync("ann", "/conversations/tea/hidden", """{"from":1,"to":2}""")).MustBe("beyond-head", 422);
        var read = (await PutAsync("ann", "/conversations/tea/read", """{"upTo":2}""")).MustBe("beyond-head", 422);

        Assert.All([hide, read], refused => Assert.Equal(1, refused.Json.GetProperty("head").GetInt32()));
        (await PutAsync("eve", "/conversations/tea/hidden", """{"from":1,"to":1}""")).MustBe("conversation-not-found", 404);
        (await PutAsync("eve", "/conversations/tea/read", """{"upTo":1}""")).MustBe("conversation-not-found", 404);
    }

    [Fact]
    public async Task A_former_member_hides_up_to_their_leaving_and_reads_nothing()
    {
        (await _silo.AsAsync("cid", "DELETE", "/conversations/tea/members/cid")).MustBe(204);
        await _silo.SendAsync("bob", "tea", "two");

        (await PutAsync("cid", "/conversations/tea/hidden", """{"from":1,"to":2}""")).MustBe("beyond-head", 422);
        await HideAsync("cid", 1, 1);
        (await PutAsync("cid", "/conversations/tea/read", """{"upTo":1}""")).MustBe("not-a-member", 403);
        Assert.Equal(0, (await GetAsync("cid", "/conversations/tea/messages")).GetProperty("messages").GetArrayLength());
    }

    [Fact, Trait("Trap", "T16")]
    public async Task Read_marks_move_forward_and_clear_the_unread_mark()
    {
        await _silo.SendAsync("bob", "tea", "two");
        await ReadAsync("ann", 2);
        await ReadAsync("ann", 1, unread: true);

        var marked = await GetAsync("ann", "/conversations/tea");
        Assert.Equal((2, 0), (marked.GetProperty("readUpTo").GetInt32(), marked.GetProperty("unread").GetInt32()));
        Assert.True(marked.GetProperty("markedUnread").GetBoolean());
        await ReadAsync("ann", 0);
        Assert.False((await GetAsync("ann", "/conversations/tea")).GetProperty("markedUnread").GetBoolean());

        var read = (await _silo.EntriesAsync("ann", 4)).Single(entry => Kind(entry) == "read");
        Assert.Equal("""[{"reader":"ann","upTo":2}]""", read.GetProperty("reads").GetRawText());
        Assert.False(read.GetProperty("markedUnread").GetBoolean());
    }

    [Fact]
    public async Task Others_hear_of_a_read_mark_and_nothing_of_the_unread_mark()
    {
        await ReadAsync("ann", 1, unread: true);

        var read = (await _silo.EntriesAsync("bob", 3)).Single(entry => Kind(entry) == "read");
        Assert.Equal("""[{"reader":"ann","upTo":1}]""", read.GetProperty("reads").GetRawText());
        Assert.False(read.TryGetProperty("markedUnread", out _));
        var members = (await GetAsync("bob", "/conversations/tea/members")).GetProperty("members");
        Assert.Equal(1, members[0].GetProperty("readUpTo").GetInt32());
    }

    [Fact]
    public async Task Mutations_come_once_each_by_the_newest_and_page()
    {
        for (var i = 2; i <= 4; i++) await _silo.SendAsync("bob", "tea", $"{i}");
        await EditAsync("bob", "x", 0, seq: 3);
        await EditAsync("bob", "y", 0, seq: 1);
        (await _silo.AsAsync("bob", "DELETE", "/conversations/tea/messages/3")).MustBe(204);

        var all = await GetAsync("ann", "/conversations/tea/mutations");
        Assert.Equal([1, 3], all.GetProperty("mutations").EnumerateArray().Select(one => one.GetProperty("seq").GetInt32()));
        var (first, head) = (all.GetProperty("mutations")[0].GetProperty("mutation").GetInt64(), all.GetProperty("head").GetInt64());

        var page = await GetAsync("ann", "/conversations/tea/mutations?limit=1");
        Assert.True(page.GetProperty("more").GetBoolean());
        var rest = await GetAsync("ann", $"/conversations/tea/mutations?limit=1&after={first}");
        Assert.Equal(3, rest.GetProperty("mutations")[0].GetProperty("seq").GetInt32());
        Assert.False(rest.GetProperty("more").GetBoolean());
        Assert.Equal(head, (await GetAsync("ann", "/conversations/tea")).GetProperty("mutationHead").GetInt64());
        Assert.True((await GetAsync("ann", "/conversations/tea/mutations?limit=0")).GetProperty("more").GetBoolean());
        Assert.False((await GetAsync("ann", $"/conversations/tea/mutations?limit=0&after={head}")).GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task A_former_member_learns_of_the_mutations_of_what_they_see()
    {
        (await _silo.AsAsync("cid", "DELETE", "/conversations/tea/members/cid")).MustBe(204);
        await _silo.SendAsync("bob", "tea", "two");
        await EditAsync("bob", "x", 0, seq: 1);
        await EditAsync("bob", "y", 0, seq: 2);

        var seen = await GetAsync("cid", "/conversations/tea/mutations");
        var shown = (await GetAsync("cid", "/conversations/tea")).GetProperty("mutationHead").GetInt64();

        Assert.Equal(1, Assert.Single(seen.GetProperty("mutations").EnumerateArray()).GetProperty("seq").GetInt32());
        Assert.Equal(shown, seen.GetProperty("head").GetInt64());
        Assert.True(shown < (await GetAsync("ann", "/conversations/tea")).GetProperty("mutationHead").GetInt64());
    }

    private async Task<JsonElement> EditAsync(string user, string body, int version, int seq = 1) => (await PutAsync(
        user, $"/conversations/tea/messages/{seq}", JsonSerializer.Serialize(new { body, version }))).MustBe(200).Json;

    private async Task HideAsync(string user, int from, int to, bool unlist = false) =>
        (await PutAsync(user, "/conversations/tea/hidden", JsonSerializer.Serialize(new { from, to, unlist }))).MustBe(204);

    private async Task ReadAsync(string user, int upTo, bool unread = false) =>
        (await PutAsync(user, "/conversations/tea/read", JsonSerializer.Serialize(new { upTo, unread }))).MustBe(204);

    private Task<Response> PutAsync(string user, string path, string json) => _silo.AsAsync(user, "PUT", path, json);

    private async Task<JsonElement> GetAsync(string user, string path) => (await _silo.AsAsync(user, "GET", path)).MustBe(200).Json;

    private static string? Body(JsonElement message) => message.GetProperty("body").GetString();

    private static string? State(JsonElement message) => message.GetProperty("state").GetString();

    private static string Kind(JsonElement entry) => entry.GetProperty("kind").GetString()!;
}
