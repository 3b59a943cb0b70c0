using System.Text.Json;

namespace MessageSync.Http.Tests;

public sealed class SignalTests : IAsyncLifetime
{
    private const string Path = "/conversations/tea/signals";

    private TestSilo _silo = null!;

    public async Task InitializeAsync()
    {
        // What comes, comes by its hint: no comment wakes a stream meanwhile.
        _silo = await TestSilo.StartAsync(("MessageSync:Streams:CommentTime", "00:05:00"));
        await _silo.GroupAsync("tea", "bob", "cat");
        (await _silo.AsAsync("ann", "DELETE", "/conversations/tea/members/cat")).MustBe(204);
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Open_streams_of_the_members_hear_it_and_nothing_is_kept()
    {
        using var bob = await OpenAsync("bob");
        using var cat = await OpenAsync("cat");
        using var dan = await OpenAsync("dan");
        await _silo.SendAsync("ann", "tea", "hi");
        while ((await bob.NextAsync())!.Text("kind") != "message") { }
        var head = (await _silo.AsAsync("bob", "GET", "/inbox?limit=0")).Json.GetProperty("head").GetString();

        (await _silo.AsAsync("ann", "POST", Path, """{"name":"typing","body":"…"}""")).MustBe(202);
        var told = await HearAsync(bob);

        Assert.Equal(("signal", (string?)null), (told.Name, told.Id));
        Assert.Equal(("tea", "ann", "typing", "…"), (told.Text("conversation"), told.Text("from"), told.Text("name"), told.Text("body")));
        Assert.Equal(JsonValueKind.String, told.Json.GetProperty("at").ValueKind);
        Assert.Equal(head, (await _silo.AsAsync("bob", "GET", "/inbox?limit=0")).Json.GetProperty("head").GetString());
        // Nobody else heard it: the next thing that they hear is something else.
        await _silo.GroupAsync("cake", "cat", "dan");
        while (await cat.NextAsync() is { } one && one.Text("conversation") != "cake") Assert.Equal("entry", one.Name);
        Assert.Equal("entry", (await dan.NextAsync())!.Name);
    }

    [Fact]
    public async Task A_signal_without_a_body_says_so()
    {
        using var bob = await OpenAsync("bob");

        (await _silo.AsAsync("ann", "POST", Path, """{"name":"ring"}""")).MustBe(202);

        Assert.Equal(JsonValueKind.Null, (await HearAsync(bob)).Json.GetProperty("body").ValueKind);
    }

    [Fact]
    public async Task Who_may_not_signal_is_refused()
    {
        const string Json = """{"name":"typing"}""";

        (await _silo.AsAsync("cat", "POST", Path, Json)).MustBe("not-a-member", 403);
        (await _silo.AsAsync("dan", "POST", Path, Json)).MustBe("conversation-not-found", 404);
        (await _silo.AsServiceAsync("POST", Path, Json)).MustBe("forbidden", 403);
        (await _silo.AsServiceAsync("POST", Path, Json, actAs: "bob")).MustBe(202);
    }

    [Fact]
    public async Task A_signal_is_small()
    {
        var (name, body) = (new string('n', 100), new string('é', 512));

        (await _silo.AsAsync("ann", "POST", Path, $$"""{"name":"{{name}}","body":"{{body}}"}""")).MustBe(202);
        (await _silo.AsAsync("ann", "POST", Path, $$"""{"name":"{{name}}n"}""")).MustBe("invalid-request", 400, "name");
        (await _silo.AsAsync("ann", "POST", Path, """{"name":""}""")).MustBe("invalid-request", 400, "name");
        (await _silo.AsAsync("ann", "POST", Path, """{"body":"x"}""")).MustBe("invalid-request", 400, "name");
        (await _silo.AsAsync("ann", "POST", Path, """{"name":"x","to":"bob"}""")).MustBe("invalid-request", 400, "to");
        (await _silo.AsAsync("ann", "POST", Path, $$"""{"name":"x","body":"{{body}}x"}""")).MustBe("body-too-large", 413);
    }

    [Fact]
    public async Task The_11th_signal_in_a_second_is_told_to_come_back_and_others_are_not()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            _silo.AsAsync("ann", "POST", Path, """{"name":"typing"}""")));

        Assert.InRange(told.Count(one => one.Status == 202), 10, 39);
        var refused = told.First(one => one.Status != 202).MustBe("rate-limited", 429);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        (await _silo.AsAsync("bob", "POST", Path, """{"name":"typing"}""")).MustBe(202);
    }

    [Fact]
    public async Task In_a_large_group_nobody_is_told()
    {
        await _silo.GroupAsync("town", [.. Enumerable.Range(0, 500).Select(n => $"x{n}")]);
        using var member = await OpenAsync("x1");

        (await _silo.AsAsync("ann", "POST", "/conversations/town/signals", """{"name":"typing"}""")).MustBe(202);
        (await _silo.AsServiceAsync("DELETE", "/conversations/town/members/x0")).MustBe(204);
        (await _silo.AsAsync("ann", "POST", "/conversations/town/signals", """{"name":"ring"}""")).MustBe(202);

        Assert.Equal("ring", (await HearAsync(member)).Text("name"));
    }

    /// <summary>The first event that is no entry.</summary>
    private static async Task<SentEvent> HearAsync(EventReader stream)
    {
        SentEvent told;
        do told = (await stream.NextAsync())!;
        while (told.Name == "entry");
        return told;
    }

    private async Task<EventReader> OpenAsync(string user)
    {
        var stream = await EventReader.OpenAsync(_silo.App, user);
        await stream.UntilAsync("caught-up");
        return stream;
    }
}
