using System.Text.Json;

namespace MessageSync.Http.Tests;

public sealed class InboxTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async Task InitializeAsync()
    {
        _silo = await TestSilo.StartAsync();
        await _silo.GroupAsync("tea", "bob");
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Everything_comes_in_order_and_each_entry_names_the_one_before()
    {
        await _silo.SendAsync("ann", "tea", "hi");
        (await _silo.AsAsync("ann", "PATCH", "/conversations/tea", """{"title":"Tea"}""")).MustBe(200);
        (await _silo.AsServiceAsync("POST", "/users/bob/notifications", """{"sendKey":"n","name":"x","body":"y"}""")).MustBe(201);

        var entries = await _silo.EntriesAsync("bob", 4);

        Assert.Equal(["conversation", "member", "message", "notification"],
            entries.Select(entry => entry.GetProperty("kind").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(entries.SkipLast(1).Select(Cursor), entries.Skip(1).Select(entry => entry.GetProperty("previous").GetString()));
        Assert.Equal(entries.Select(Cursor).Order(StringComparer.Ordinal), entries.Select(Cursor));
        var joined = entries.Single(entry => entry.GetProperty("kind").GetString() == "member");
        Assert.Equal(2, joined.GetProperty("memberCount").GetInt32());
        Assert.False(joined.TryGetProperty("incomplete", out _));
    }

    [Fact]
    public async Task A_first_sync_says_new_and_a_repeated_one_the_same()
    {
        await _silo.SendAsync("ann", "tea", "hi");
        await _silo.EntriesAsync("bob", 2);

        var one = (await _silo.AsAsync("bob", "GET", "/inbox")).MustBe(200);
        var other = (await _silo.AsAsync("bob", "GET", "/inbox")).MustBe(200);

        Assert.Equal("new", one.Json.GetProperty("reset").GetProperty("reason").GetString());
        Assert.Equal(one.Text, other.Text);
        Assert.Equal(one.Json.GetProperty("head").GetString(), one.Json.GetProperty("cursor").GetString());
        Assert.False(one.Json.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task A_page_of_nothing_shows_the_head()
    {
        await _silo.EntriesAsync("bob", 1);

        var reply = (await _silo.AsAsync("bob", "GET", "/inbox?limit=0&wait=60000")).MustBe(200).Json;

        Assert.Empty(reply.GetProperty("entries").EnumerateArray());
        Assert.True(reply.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task An_ack_is_where_the_device_goes_on()
    {
        await _silo.SendAsync("ann", "tea", "hi");
        var entries = await _silo.EntriesAsync("bob", 2);
        (await _silo.AsAsync("bob", "POST", "/inbox/ack", $$"""{"cursor":"{{Cursor(entries[0])}}"}""")).MustBe(204);

        var after = (await _silo.AsAsync("bob", "GET", "/inbox")).MustBe(200).Json;
        var last = (await _silo.AsAsync("bob", "GET", $"/inbox?ack={Cursor(entries[1])}")).MustBe(200).Json;

        Assert.Equal(JsonValueKind.Null, after.GetProperty("reset").ValueKind);
        Assert.Equal(Cursor(entries[1]), Cursor(Assert.Single(after.GetProperty("entries").EnumerateArray())));
        Assert.Empty(last.GetProperty("entries").EnumerateArray());
        var devices = (await _silo.AsAsync("bob", "GET", "/devices")).MustBe(200).Json;
        var phone = Assert.Single(devices.GetProperty("devices").EnumerateArray());
        Assert.Equal(Cursor(entries[1]), phone.GetProperty("ackedCursor").GetString());
        (await _silo.AsAsync("bob", "DELETE", "/devices/phone")).MustBe(204);
        (await _silo.AsAsync("bob", "DELETE", "/devices/phone")).MustBe(204);
    }

    [Fact]
    public async Task What_is_no_cursor_of_this_Inbox_is_refused()
    {
        var ofAnn = Cursor((await _silo.EntriesAsync("ann", 1))[0]);

        foreach (var cursor in new[] { "x", "", ofAnn, ofAnn.ToUpperInvariant() + "0", new string('0', 32) })
            (await _silo.AsAsync("bob", "POST", "/inbox/ack", $$"""{"cursor":"{{cursor}}"}""")).MustBe("cursor-invalid", 400);
        foreach (var cursor in new[] { "x", ofAnn })
        {
            (await _silo.AsAsync("bob", "GET", "/inbox?cursor=" + cursor)).MustBe("cursor-invalid", 400);
            (await _silo.AsAsync("bob", "GET", "/inbox?ack=" + cursor)).MustBe("cursor-invalid", 400);
            (await _silo.AsAsync("bob", "GET", "/conversations?lostAfter=" + cursor)).MustBe("cursor-invalid", 400);
        }
    }

    [Fact]
    public async Task Without_a_device_there_is_no_ack_and_no_beginning()
    {
        var cursor = Cursor((await _silo.EntriesAsync("bob", 1))[0]);

        (await _silo.App.SendAsync("GET", "/v1/inbox", user: "bob", device: null)).MustBe("device-required", 400);
        (await _silo.App.SendAsync("POST", "/v1/inbox/ack", $$"""{"cursor":"{{cursor}}"}""", user: "bob", device: null))
            .MustBe("device-required", 400);
        (await _silo.App.SendAsync("GET", "/v1/inbox?cursor=" + cursor, user: "bob", device: null)).MustBe(200);
    }

    [Fact]
    public async Task A_notification_is_there_once_and_another_one_under_its_key_is_refused()
    {
        const string Path = "/users/bob/notifications";

        (await _silo.AsServiceAsync("POST", Path, """{"sendKey":"n","name":"x","body":"y"}""")).MustBe(201);
        (await _silo.AsServiceAsync("POST", Path, """{"sendKey":"n","name":"x","body":"y"}""")).MustBe(200);
        var refused = await _silo.AsServiceAsync("POST", Path, """{"sendKey":"n","name":"x","body":"z"}""");

        refused.MustBe("send-key-reused", 409);
        Assert.False(refused.Json.TryGetProperty("seq", out _));
    }

    [Fact]
    public async Task The_21st_wait_of_a_user_is_told_to_come_back()
    {
        var head = Cursor((await _silo.EntriesAsync("bob", 1))[0]);
        var path = $"/inbox?wait=60000&cursor={head}";
        var waits = Enumerable.Range(0, 21).Select(_ => _silo.AsAsync("bob", "GET", path)).ToList();

        var refused = await await Task.WhenAny(waits);
        await _silo.SendAsync("ann", "tea", "wake up");
        var all = await Task.WhenAll(waits);

        refused.MustBe("rate-limited", 429);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.Equal(20, all.Count(response => response.Status == 200));
    }

    [Fact]
    public async Task After_seven_days_the_reply_says_what_was_lost()
    {
        await _silo.SendAsync("ann", "tea", "old");
        var cursor = Cursor((await _silo.EntriesAsync("bob", 2))[0]);
        (await _silo.AsAsync("bob", "POST", "/dev/clock", """{"advanceSeconds":700000}""")).MustBe(204);
        await _silo.SendAsync("ann", "tea", "new");

        var reply = (await _silo.AsAsync("bob", "GET", $"/inbox?wait=20000&cursor={cursor}")).MustBe(200).Json;

        Assert.Equal("trimmed", reply.GetProperty("reset").GetProperty("reason").GetString());
        Assert.All(reply.GetProperty("entries").EnumerateArray(),
            entry => Assert.Equal("new", entry.GetProperty("message").GetProperty("body").GetString()));
        var lost = (await _silo.AsAsync("bob", "GET", $"/conversations?lostAfter={cursor}")).MustBe(200).Json;
        Assert.Equal("tea", lost.GetProperty("conversations")[0].GetProperty("id").GetString());
    }

    private static string Cursor(JsonElement entry) => entry.GetProperty("cursor").GetString()!;
}
