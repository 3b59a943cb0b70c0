using System.Text.Json;

namespace MessageSync.Http.Tests;

public sealed class ConversationTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async Task InitializeAsync() => _silo = await TestSilo.StartAsync();

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task A_group_is_made_once_and_found_again()
    {
        const string Group = """{"kind":"group","id":"tea","title":"Tea","members":["bob"]}""";

        var made = (await _silo.AsAsync("ann", "POST", "/conversations", Group)).MustBe(201).Json;
        var found = (await _silo.AsAsync("ann", "POST", "/conversations", """{"kind":"group","id":"tea"}""")).MustBe(200);

        Assert.Equal("owner", made.GetProperty("role").GetString());
        Assert.Equal(2, made.GetProperty("memberCount").GetInt32());
        Assert.Equal(made.GetProperty("createdAt").GetString(), made.GetProperty("headAt").GetString());
        Assert.Equal("Tea", found.Json.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Another_history_or_creator_under_the_id_is_refused()
    {
        await _silo.GroupAsync("tea", "bob");

        (await _silo.AsAsync("bob", "POST", "/conversations", """{"kind":"group","id":"tea"}"""))
            .MustBe("conversation-exists", 409);
        (await _silo.AsAsync("ann", "POST", "/conversations", """{"kind":"group","id":"tea","history":"all"}"""))
            .MustBe("conversation-exists", 409);
    }

    [Fact]
    public async Task A_direct_conversation_depends_on_the_pair_only()
    {
        var one = (await _silo.AsAsync("ann", "POST", "/conversations", """{"kind":"direct","with":"bob"}""")).MustBe(201);
        var other = (await _silo.AsAsync("bob", "POST", "/conversations", """{"kind":"direct","with":"ann"}""")).MustBe(200);
        var self = (await _silo.AsAsync("ann", "POST", "/conversations", """{"kind":"direct","with":"ann"}""")).MustBe(201);

        var id = one.Json.GetProperty("id").GetString()!;
        Assert.StartsWith("direct:", id, StringComparison.Ordinal);
        Assert.Equal(id, other.Json.GetProperty("id").GetString());
        Assert.Equal(("direct", "all", "member"), (one.Json.GetProperty("kind").GetString(),
            one.Json.GetProperty("history").GetString(), one.Json.GetProperty("role").GetString()));
        Assert.Equal(1, self.Json.GetProperty("memberCount").GetInt32());
        foreach (var (method, path, json) in new[]
        {
            ("PATCH", "", """{"title":"t"}"""), ("POST", "/members", """{"add":["cy"]}"""),
            ("PUT", "/members/cy", null), ("DELETE", "/members/ann", null),
        })
            (await _silo.AsAsync("ann", method, $"/conversations/{id}{path}", json)).MustBe("direct-conversation", 409);
    }

    [Fact]
    public async Task To_a_stranger_there_is_no_conversation_in_any_byte()
    {
        await _silo.GroupAsync("tea");

        foreach (var (method, path, json) in new[]
        {
            ("GET", "", null), ("PATCH", "", """{"title":"t"}"""), ("GET", "/members", null),
            ("POST", "/members", """{"add":["eve"]}"""), ("PUT", "/members/eve", null), ("DELETE", "/members/eve", null),
            ("POST", "/messages", """{"sendKey":"k","body":"b"}"""), ("GET", "/messages", null),
            ("GET", "/messages?seqs=1", null), ("GET", "/messages/1", null),
        })
        {
            var hidden = await _silo.AsAsync("eve", method, "/conversations/tea" + path, json);
            var none = await _silo.AsAsync("eve", method, "/conversations/none" + path, json);

            hidden.MustBe("conversation-not-found", 404);
            Assert.Equal(none.Text, hidden.Text);
        }
    }

    [Fact]
    public async Task An_owner_changes_title_members_and_roles_and_a_member_does_not()
    {
        await _silo.GroupAsync("tea", "bob");
        foreach (var (method, path, json, status) in new[]
        {
            ("PATCH", "", """{"title":"T"}""", 200), ("POST", "/members", """{"add":["cy"]}""", 204),
            ("PUT", "/members/dan", """{"role":"owner"}""", 204), ("PUT", "/members/dan", null, 204),
            ("DELETE", "/members/cy", null, 204), ("DELETE", "/members/nobody", null, 204),
        })
        {
            (await _silo.AsAsync("bob", method, "/conversations/tea" + path, json)).MustBe("forbidden", 403);
            (await _silo.AsAsync("ann", method, "/conversations/tea" + path, json)).MustBe(status);
        }

        var members = (await _silo.AsAsync("bob", "GET", "/conversations/tea/members")).MustBe(200).Json;
        Assert.Equal(["ann owner", "bob member", "dan owner"], members.GetProperty("members").EnumerateArray()
            .Select(member => $"{member.GetProperty("user").GetString()} {member.GetProperty("role").GetString()}"));
    }

    [Fact]
    public async Task A_former_member_is_shown_who_stayed_and_not_what_they_have_read()
    {
        await _silo.GroupAsync("tea", "bob", "cy");
        await _silo.SendAsync("ann", "tea", "one");
        (await _silo.AsAsync("cy", "DELETE", "/conversations/tea/members/cy")).MustBe(204);
        foreach (var (method, path, json) in new[]
        {
            ("PUT", "/read", """{"upTo":1}"""), ("PUT", "/members/dan", null),
            ("PUT", "/members/bob", """{"role":"owner"}"""),
        })
            (await _silo.AsAsync("ann", method, "/conversations/tea" + path, json)).MustBe(204);
        (await _silo.AsAsync("ann", "DELETE", "/conversations/tea/members/bob")).MustBe(204);

        var page = (await _silo.AsAsync("cy", "GET", "/conversations/tea/members")).MustBe(200).Json;
        var members = page.GetProperty("members");

        Assert.Equal(["ann", "bob"], members.EnumerateArray().Select(member => member.GetProperty("user").GetString()));
        Assert.All(members.EnumerateArray(), member => Assert.False(member.TryGetProperty("readUpTo", out _)));
    }

    [Fact]
    public async Task Members_come_in_pages()
    {
        await _silo.GroupAsync("tea", "bob", "cy");

        var first = (await _silo.AsAsync("ann", "GET", "/conversations/tea/members?limit=2")).MustBe(200).Json;
        var last = (await _silo.AsAsync("ann", "GET", "/conversations/tea/members?limit=2&after=bob")).MustBe(200).Json;

        Assert.Equal("bob", first.GetProperty("nextAfter").GetString());
        Assert.Equal("cy", Assert.Single(last.GetProperty("members").EnumerateArray()).GetProperty("user").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, last.GetProperty("nextAfter").ValueKind);
    }

    [Fact]
    public async Task Who_left_reads_the_old_part_and_nothing_else()
    {
        await _silo.GroupAsync("tea", "bob");
        await _silo.SendAsync("bob", "tea", "old");
        (await _silo.AsAsync("bob", "DELETE", "/conversations/tea/members/bob")).MustBe(204);
        await _silo.SendAsync("ann", "tea", "new");

        var page = (await _silo.AsAsync("bob", "GET", "/conversations/tea/messages")).MustBe(200).Json;
        var shown = (await _silo.AsAsync("bob", "GET", "/conversations/tea")).MustBe(200).Json;

        Assert.Equal("old", Assert.Single(page.GetProperty("messages").EnumerateArray()).GetProperty("body").GetString());
        Assert.Equal(1, shown.GetProperty("head").GetInt64());
        Assert.Equal(0, shown.GetProperty("unread").GetInt32());
        Assert.NotNull(shown.GetProperty("leftAt").GetString());
        (await _silo.AsAsync("bob", "GET", "/conversations/tea/messages/2")).MustBe("message-not-found", 404);
        (await _silo.AsAsync("bob", "POST", "/conversations/tea/messages", """{"sendKey":"k","body":"b"}"""))
            .MustBe("not-a-member", 403);
        (await _silo.AsAsync("bob", "PUT", "/conversations/tea/members/bob")).MustBe("not-a-member", 403);
        (await _silo.AsAsync("bob", "DELETE", "/conversations/tea/members/bob")).MustBe(204);
    }

    [Fact]
    public async Task A_page_of_the_list_ends_at_1_MiB_of_bodies()
    {
        var ids = Enumerable.Range(10, 20).Select(i => $"tea{i}").ToList();
        foreach (var id in ids)
        {
            await _silo.GroupAsync(id);
            await _silo.SendAsync("ann", id, new string('x', 64 * 1024));
        }

        var list = (await _silo.AsAsync("ann", "GET", "/conversations?sort=id")).MustBe(200).Json;
        var page = Uri.EscapeDataString(list.GetProperty("nextPage").GetString()!);
        var next = (await _silo.AsAsync("ann", "GET", "/conversations?page=" + page)).MustBe(200).Json;

        Assert.Equal(ids.Take(16), Ids(list));
        Assert.Equal(ids.Skip(16), Ids(next));
        Assert.Equal(JsonValueKind.Null, next.GetProperty("nextPage").ValueKind);

        static IEnumerable<string?> Ids(JsonElement list) =>
            list.GetProperty("conversations").EnumerateArray().Select(one => one.GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_list_shows_all_of_mine()
    {
        await _silo.GroupAsync("one", "bob");
        await _silo.GroupAsync("two", "bob");
        await _silo.SendAsync("ann", "one", "hi");

        var list = (await _silo.AsAsync("bob", "GET", "/conversations?sort=id&limit=1")).MustBe(200).Json;
        var next = (await _silo.AsAsync("bob", "GET",
            "/conversations?limit=1&page=" + Uri.EscapeDataString(list.GetProperty("nextPage").GetString()!))).MustBe(200).Json;
        var byTime = (await _silo.AsAsync("bob", "GET", "/conversations")).MustBe(200).Json;

        Assert.Equal("one", list.GetProperty("conversations")[0].GetProperty("id").GetString());
        Assert.Equal(1, list.GetProperty("conversations")[0].GetProperty("unread").GetInt32());
        Assert.Equal("hi", list.GetProperty("conversations")[0].GetProperty("lastMessage").GetProperty("body").GetString());
        Assert.Equal("two", next.GetProperty("conversations")[0].GetProperty("id").GetString());
        Assert.Equal("one", byTime.GetProperty("conversations")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_service_manages_any_conversation_and_is_in_none()
    {
        var made = (await _silo.AsServiceAsync("POST", "/conversations",
            """{"kind":"group","id":"tea","members":["bob","ann"]}""")).MustBe(201).Json;
        Assert.Equal(2, made.GetProperty("memberCount").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.GetProperty("role").ValueKind);

        var bob = (await _silo.AsAsync("bob", "GET", "/conversations/tea")).MustBe(200).Json;
        Assert.Equal("owner", bob.GetProperty("role").GetString());
        (await _silo.AsServiceAsync("PATCH", "/conversations/tea", """{"title":"t"}""")).MustBe(200);
        (await _silo.AsServiceAsync("GET", "/conversations/tea/messages")).MustBe(200);
        (await _silo.AsServiceAsync("GET", "/conversations/none")).MustBe("conversation-not-found", 404);
        const string message = """{"sendKey":"k","body":"b"}""";
        (await _silo.AsServiceAsync("POST", "/conversations/none/messages", message)).MustBe("conversation-not-found", 404);
        (await _silo.AsServiceAsync("POST", "/conversations/tea/messages", message)).MustBe("forbidden", 403);
        (await _silo.AsServiceAsync("POST", "/conversations/tea/messages", message, actAs: "ann")).MustBe(201);
        (await _silo.AsServiceAsync("GET", "/inbox", actAs: "ann")).MustBe("device-required", 400);
        (await _silo.AsServiceAsync("GET", "/inbox", actAs: "ann/phone")).MustBe(200);
    }
}
