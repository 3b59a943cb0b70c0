using MessageSync.Inboxes;

namespace MessageSync.Http.Tests;

public sealed class StreamTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_soon = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10);

    private TestSilo _silo = null!;

    public async Task InitializeAsync()
    {
        // What comes, comes by its hint: no comment wakes a stream meanwhile.
        _silo = await TestSilo.StartAsync(("MessageSync:Streams:CommentTime", "00:05:00"));
        await _silo.GroupAsync("tea", "bob");
        await _silo.EntriesAsync("bob", 1);
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task What_was_stored_comes_first_then_caught_up_once_then_what_comes()
    {
        await _silo.SendAsync("ann", "tea", "old");
        await _silo.EntriesAsync("bob", 2);
        using var stream = await OpenAsync("bob");

        var stored = await stream.UntilAsync("caught-up");
        await _silo.SendAsync("ann", "tea", "new");
        await _silo.SendAsync("ann", "tea", "newer");
        var live = await stream.TakeAsync(2);

        Assert.Equal(["reset", "entry", "entry", "caught-up"], stored.Select(one => one.Name));
        Assert.Equal("new", stored[0].Text("reason"));
        Assert.Equal(stored[0].Text("floor"), stored[0].Id);
        Assert.Equal(stored[^1].Text("head"), stored[^1].Text("cursor"));
        Assert.Null(stored[^1].Id);
        Assert.Equal(["new", "newer"], live.Select(one => one.Json.GetProperty("message").GetProperty("body").GetString()));
        var entries = stored.Concat(live).Where(one => one.Name == "entry").ToList();
        Assert.Equal(entries.Select(one => one.Text("cursor")), entries.Select(one => one.Id));
        Assert.Equal(
            entries.SkipLast(1).Select(one => one.Text("cursor")).Prepend(stored[0].Text("floor")),
            entries.Select(one => one.Text("previous")));
    }

    [Fact]
    public async Task A_stream_shows_exactly_what_sync_shows()
    {
        for (var i = 0; i < 250; i++) await _silo.SendAsync("ann", "tea", $"m{i}");
        var synced = await _silo.EntriesAsync("bob", 251);
        using var stream = await OpenAsync("bob");

        var streamed = (await stream.UntilAsync("caught-up")).Where(one => one.Name == "entry").Select(one => one.Data);

        Assert.Equal(synced.Select(entry => entry.GetRawText()), streamed);
    }

    [Fact]
    public async Task Where_entries_are_hidden_each_still_names_the_one_that_was_delivered_before_it()
    {
        for (var i = 0; i < 150; i++) await _silo.SendAsync("ann", "tea", $"m{i}");
        await _silo.EntriesAsync("bob", 151);
        // More than a piece of the stream may end in.
        (await _silo.AsAsync("bob", "PUT", "/conversations/tea/hidden", """{"from":60,"to":140}""")).MustBe(204);
        using var stream = await OpenAsync("bob");

        var stored = await stream.UntilAsync("caught-up");
        await _silo.SendAsync("ann", "tea", "new");
        var last = (await stream.NextAsync())!;

        var entries = stored.Append(last).Where(one => one.Name == "entry").ToList();
        Assert.Equal(1 + 150 - 81 + 1 + 1, entries.Count);
        Assert.Equal(
            entries.SkipLast(1).Select(one => one.Id).Prepend(stored[0].Id),
            entries.Select(one => one.Text("previous")));
    }

    [Fact]
    public async Task Last_Event_ID_wins_over_the_cursor()
    {
        await _silo.SendAsync("ann", "tea", "one");
        await _silo.SendAsync("ann", "tea", "two");
        var entries = await _silo.EntriesAsync("bob", 3);
        var (first, second) = (entries[0].GetProperty("cursor").GetString(), entries[1].GetProperty("cursor").GetString());

        using var stream = await EventReader.OpenAsync(_silo.App, "bob", query: $"?cursor={first}", lastEventId: second);
        var events = await stream.UntilAsync("caught-up");

        Assert.Equal(["entry", "caught-up"], events.Select(one => one.Name));
        Assert.Equal(second, events[0].Text("previous"));
        Assert.Equal("two", events[0].Json.GetProperty("message").GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_device_without_a_cursor_goes_on_from_its_ack()
    {
        await _silo.SendAsync("ann", "tea", "one");
        var entries = await _silo.EntriesAsync("bob", 2);
        var acked = entries[0].GetProperty("cursor").GetString();
        (await _silo.AsAsync("bob", "POST", "/inbox/ack", $$"""{"cursor":"{{acked}}"}""")).MustBe(204);

        using var stream = await OpenAsync("bob");
        var events = await stream.UntilAsync("caught-up");

        Assert.Equal(["entry", "caught-up"], events.Select(one => one.Name));
        Assert.Equal(acked, events[0].Text("previous"));
    }

    [Fact]
    public async Task What_is_no_cursor_or_no_device_is_refused_before_the_stream_begins()
    {
        var ofAnn = (await _silo.EntriesAsync("ann", 1))[0].GetProperty("cursor").GetString();

        (await _silo.AsAsync("bob", "GET", "/inbox/stream?cursor=x")).MustBe("cursor-invalid", 400);
        (await _silo.AsAsync("bob", "GET", $"/inbox/stream?cursor={ofAnn}")).MustBe("cursor-invalid", 400);
        (await _silo.AsAsync("bob", "GET", "/inbox/stream?limit=5")).MustBe("invalid-request", 400, "limit");
        (await _silo.App.SendAsync("GET", "/v1/inbox/stream", user: "bob", device: null)).MustBe("device-required", 400);
        (await _silo.AsServiceAsync("GET", "/inbox/stream")).MustBe("forbidden", 403);
    }

    [Fact]
    public async Task A_position_of_another_epoch_is_answered_by_a_reset()
    {
        var other = new InboxCursor(new("ffffffff"), new(5)).Text(new("bob"));

        using var stream = await EventReader.OpenAsync(_silo.App, "bob", lastEventId: other);
        var events = await stream.UntilAsync("caught-up");

        Assert.Equal(["reset", "entry", "caught-up"], events.Select(one => one.Name));
        Assert.Equal("epoch", events[0].Text("reason"));
        Assert.Equal(events[0].Id, events[1].Text("previous"));
    }

    [Fact]
    public async Task What_was_lost_meanwhile_is_told_and_what_is_kept_follows()
    {
        await _silo.SendAsync("ann", "tea", "old");
        var cursor = (await _silo.EntriesAsync("bob", 2))[0].GetProperty("cursor").GetString();
        (await _silo.AsAsync("bob", "POST", "/dev/clock", """{"advanceSeconds":700000}""")).MustBe(204);
        await _silo.SendAsync("ann", "tea", "new");

        using var stream = await EventReader.OpenAsync(_silo.App, "bob", lastEventId: cursor);
        var events = await stream.TakeAsync(2);

        Assert.Equal(["reset", "entry"], events.Select(one => one.Name).Where(name => name != "caught-up"));
        Assert.Equal("trimmed", events[0].Text("reason"));
        Assert.Equal(events[0].Id, events[1].Text("previous"));
    }

    [Fact]
    public async Task A_newer_stream_of_the_device_takes_over_and_other_devices_go_on()
    {
        using var tablet = await OpenAsync("bob", "tablet");
        using var older = await OpenAsync("bob");
        await tablet.UntilAsync("caught-up");
        await older.UntilAsync("caught-up");

        using var newer = await OpenAsync("bob");
        await newer.UntilAsync("caught-up");
        var end = await older.RestAsync();
        await _silo.SendAsync("ann", "tea", "hi");

        Assert.Equal([new SentEvent("conflict", null, "{}")], end);
        Assert.Equal("entry", (await newer.NextAsync())!.Name);
        Assert.Equal("entry", (await tablet.NextAsync())!.Name);
    }

    [Fact]
    public async Task The_21st_stream_is_told_to_come_back_and_one_that_takes_over_is_not()
    {
        var streams = new List<EventReader>();
        for (var i = 0; i < 20; i++) streams.Add(await OpenAsync("bob", $"d{i}"));

        var refused = await _silo.App.SendAsync("GET", "/v1/inbox/stream", user: "bob", device: "d20");
        using var again = await OpenAsync("bob", "d7");

        refused.MustBe("rate-limited", 429);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.Equal("conflict", (await streams[7].RestAsync())[^1].Name);
        foreach (var stream in streams) stream.Dispose();
    }

    [Fact]
    public async Task Streams_that_have_ended_make_room_for_others()
    {
        for (var i = 0; i <= 20; i++)
        {
            using var stream = await OpenAsync("bob", $"d{i}");
            (await _silo.AsAsync("bob", "DELETE", $"/devices/d{i}")).MustBe(204);
            await stream.RestAsync();
        }
    }

    [Fact]
    public async Task Deleting_the_device_ends_its_stream()
    {
        using var stream = await OpenAsync("bob");
        await stream.UntilAsync("caught-up");

        (await _silo.AsAsync("bob", "DELETE", "/devices/phone")).MustBe(204);

        Assert.Empty(await stream.RestAsync());
        using var back = await OpenAsync("bob");
        Assert.Equal("caught-up", (await back.UntilAsync("caught-up"))[^1].Name);
    }

    [Fact]
    public async Task The_stream_ends_with_the_token()
    {
        using var stream = await EventReader.OpenAsync(_silo.App, "bob", expires: s_soon);
        using var other = await OpenAsync("bob", "tablet");
        await stream.UntilAsync("caught-up");
        await other.UntilAsync("caught-up");

        (await _silo.AsAsync("bob", "POST", "/dev/clock", """{"advanceSeconds":600}""")).MustBe(204);
        await _silo.SendAsync("ann", "tea", "within the skew");
        Assert.Equal("entry", (await stream.NextAsync())!.Name);
        (await _silo.AsAsync("bob", "POST", "/dev/clock", """{"advanceSeconds":31}""")).MustBe(204);

        Assert.Empty(await stream.RestAsync());
        Assert.Equal("entry", (await other.NextAsync())!.Name);
    }

    [Fact]
    public async Task A_former_member_hears_of_leaving_and_of_nothing_later()
    {
        using var stream = await OpenAsync("bob");
        await stream.UntilAsync("caught-up");

        (await _silo.AsAsync("bob", "DELETE", "/conversations/tea/members/bob")).MustBe(204);
        await _silo.SendAsync("ann", "tea", "secret");
        await _silo.GroupAsync("cake", "bob");
        var events = await stream.TakeAsync(2);

        Assert.Equal(["tea", "cake"], events.Select(one => one.Text("conversation")));
    }

    [Fact]
    public async Task Between_two_rounds_of_a_large_group_a_stream_hears_only_of_other_things()
    {
        await using var silo = await TestSilo.StartAsync(("MessageSync:AdvanceRound", "00:01:00"));
        await silo.GroupAsync("town", [.. Enumerable.Range(0, 500).Select(n => $"x{n}")]);
        await silo.GroupAsync("tea", "x1");
        using var stream = await EventReader.OpenAsync(silo.App, "x1");
        await stream.UntilAsync("caught-up");

        await silo.SendAsync("ann", "town", "first");
        SentEvent round;
        do round = (await stream.NextAsync())!;
        while (round.Text("kind") != "advanced" || round.Json.GetProperty("head").GetInt64() == 0);
        for (var i = 0; i < 5; i++)
        {
            await silo.SendAsync("ann", "town", $"more {i}");
            await silo.SendAsync("ann", "tea", $"tea {i}");
            string kind;
            do Assert.NotEqual("advanced", kind = (await stream.NextAsync())!.Text("kind")!);
            while (kind != "message");
        }

        // Whoever asks anew is told.
        var entries = (await silo.AsAsync("x1", "GET", $"/inbox?cursor={round.Id}")).MustBe(200).Json.GetProperty("entries");
        Assert.Contains(entries.EnumerateArray(), entry => entry.GetProperty("kind").GetString() == "advanced");
    }

    private Task<EventReader> OpenAsync(string user, string device = "phone") =>
        EventReader.OpenAsync(_silo.App, user, device);
}
