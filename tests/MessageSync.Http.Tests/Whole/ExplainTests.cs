using System.Text.Json;

namespace MessageSync.Http.Tests;

public sealed class ExplainTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async Task InitializeAsync()
    {
        _silo = await TestSilo.StartAsync();
        await _silo.GroupAsync("tea", "bob");
        await _silo.SendAsync("ann", "tea", "one");
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task What_lies_in_the_Inbox_is_named_by_its_cursor()
    {
        var entry = (await _silo.EntriesAsync("bob", 2))[1];

        var facts = await FactsAsync("user=bob&device=phone&conversation=tea&seq=1");

        Assert.Equal("inInbox", Text(facts, "reason"));
        Assert.Equal(Text(entry, "cursor"), Text(facts, "entryCursor"));
        Assert.Equal("[[0,null]]", facts.GetProperty("intervals").GetRawText());
    }

    [Fact]
    public async Task What_was_acked_is_delivered()
    {
        var cursor = Text((await _silo.EntriesAsync("bob", 2))[1], "cursor");
        (await _silo.AsAsync("bob", "POST", "/inbox/ack", JsonSerializer.Serialize(new { cursor }))).MustBe(204);

        var facts = await FactsAsync("user=bob&device=phone&conversation=tea&seq=1");

        Assert.Equal(("acked", cursor), (Text(facts, "reason"), Text(facts, "ackedCursor")));
        Assert.True(facts.GetProperty("delivered").GetBoolean());
    }

    [Fact]
    public async Task A_recall_is_named_with_who_and_where()
    {
        (await _silo.AsAsync("ann", "DELETE", "/conversations/tea/messages/1")).MustBe(204);
        var entry = (await _silo.EntriesAsync("bob", 3))[2];

        var facts = await FactsAsync("user=bob&conversation=tea&seq=1");

        Assert.Equal(("recalled", "ann"), (Text(facts, "state"), Text(facts, "recalledBy")));
        Assert.Equal(Text(entry, "cursor"), Text(facts, "instructionCursor"));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_explained()
    {
        (await ExplainAsync("user=bob&conversation=cake&seq=1")).MustBe("conversation-not-found", 404);
        (await ExplainAsync("user=bob&conversation=tea&seq=2")).MustBe("message-not-found", 404);
        Assert.Equal("stranger", Text(await FactsAsync("user=eve&conversation=tea&seq=1"), "reason"));
    }

    [Fact]
    public async Task Only_a_service_asks() =>
        (await _silo.AsAsync("bob", "GET", "/explain?user=bob&conversation=tea&seq=1")).MustBe("forbidden", 403);

    private Task<Response> ExplainAsync(string query) => _silo.AsServiceAsync("GET", "/explain?" + query);

    private async Task<JsonElement> FactsAsync(string query) =>
        (await ExplainAsync(query)).MustBe(200).Json.GetProperty("facts");

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
