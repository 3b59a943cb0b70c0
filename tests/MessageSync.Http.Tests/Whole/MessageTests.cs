using System.Text.Json;

namespace MessageSync.Http.Tests;

public sealed class MessageTests : IAsyncLifetime
{
    private const string Path = "/conversations/tea/messages";

    private TestSilo _silo = null!;

    public async Task InitializeAsync()
    {
        _silo = await TestSilo.StartAsync();
        await _silo.GroupAsync("tea", "bob");
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task A_send_repeated_is_the_first_one()
    {
        var first = (await _silo.AsAsync("bob", "POST", Path, """{"sendKey":"k","body":"b"}""")).MustBe(201).Json;
        var again = (await _silo.AsAsync("bob", "POST", Path, """{"body":"b","sendKey":"k","contentType":null}""")).MustBe(200).Json;
        var byAnn = (await _silo.AsAsync("ann", "POST", Path, """{"sendKey":"k","body":"b"}""")).MustBe(201).Json;

        Assert.False(first.GetProperty("duplicate").GetBoolean());
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        Assert.Equal(first.GetProperty("sentAt").GetString(), again.GetProperty("sentAt").GetString());
        Assert.Equal((1, 1, 2), (Seq(first), Seq(again), Seq(byAnn)));
    }

    [Theory]
    [InlineData("""{"sendKey":"k","body":"other"}""")]
    [InlineData("""{"sendKey":"k","body":"b","contentType":"text/markdown"}""")]
    public async Task Another_content_under_the_key_is_refused_by_its_seq(string json)
    {
        (await _silo.AsAsync("bob", "POST", Path, """{"sendKey":"k","body":"b"}""")).MustBe(201);

        var refused = (await _silo.AsAsync("bob", "POST", Path, json)).MustBe("send-key-reused", 409);

        Assert.Equal(1, Seq(refused.Json));
        Assert.Equal(1, (await RoamAsync("")).GetProperty("head").GetInt64());
    }

    [Fact]
    public async Task A_former_member_repeats_a_send_and_gets_its_seq()
    {
        (await _silo.AsAsync("bob", "POST", Path, """{"sendKey":"k","body":"b"}""")).MustBe(201);
        (await _silo.AsAsync("bob", "DELETE", "/conversations/tea/members/bob")).MustBe(204);

        (await _silo.AsAsync("bob", "POST", Path, """{"sendKey":"k","body":"b"}""")).MustBe(200);
        (await _silo.AsAsync("bob", "POST", Path, """{"sendKey":"k","body":"x"}""")).MustBe("send-key-reused", 409);
        (await _silo.AsAsync("bob", "POST", Path, """{"sendKey":"n","body":"b"}""")).MustBe("not-a-member", 403);
    }

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"\\u0000\"", "\0")]
    [InlineData("\"😀 \\ud83d\\ude00 \\\" \\\\ </script>\"", "😀 😀 \" \\ </script>")]
    public async Task Any_text_comes_back_as_it_was(string json, string expected)
    {
        (await _silo.AsAsync("bob", "POST", Path, $$"""{"sendKey":"k","body":{{json}}}""")).MustBe(201);

        var message = (await _silo.AsAsync("ann", "GET", Path + "/1")).MustBe(200).Json;

        Assert.Equal(expected, message.GetProperty("body").GetString());
        Assert.Equal("text/plain", message.GetProperty("contentType").GetString());
    }

    [Fact]
    public async Task Bytes_come_back_as_they_were_up_to_64_KiB()
    {
        var bytes = new byte[65_536];
        new Random(1).NextBytes(bytes);
        var base64 = Convert.ToBase64String(bytes);

        (await _silo.AsAsync("bob", "POST", Path,
            $$"""{"sendKey":"k","body":"{{base64}}","encoding":"base64","contentType":"image/png"}""")).MustBe(201);

        var message = (await _silo.AsAsync("ann", "GET", Path + "/1")).MustBe(200).Json;
        Assert.Equal(base64, message.GetProperty("body").GetString());
        Assert.Equal("base64", message.GetProperty("encoding").GetString());
    }

    [Fact]
    public async Task Roaming_goes_both_ways_from_any_anchor()
    {
        for (var i = 1; i <= 7; i++) await _silo.SendAsync("bob", "tea", $"m{i}");

        AssertPage([6, 7], true, false, await RoamAsync("?limit=2"));
        AssertPage([3, 4], true, true, await RoamAsync("?limit=2&before=5"));
        AssertPage([6, 7], true, false, await RoamAsync("?limit=2&after=5"));
        AssertPage([4, 5, 6], true, true, await RoamAsync("?limit=3&around=5"));
        AssertPage([1, 2], false, true, await RoamAsync("?limit=4&around=1"));
        AssertPage([], true, true, await RoamAsync("?limit=0&around=5"));
        AssertPage([], true, false, await RoamAsync("?limit=0"));
        AssertPage([], true, false, await RoamAsync("?after=99"));
        AssertPage([], false, true, await RoamAsync("?before=0"));
        AssertPage([1], false, true, await RoamAsync("?limit=1&at=2000-01-01T00:00:00Z"));
        AssertPage([], true, false, await RoamAsync("?at=2100-01-01T00:00:00Z"));
    }

    [Fact]
    public async Task A_position_of_any_length_is_above_the_head()
    {
        const string Far = "99999999999999999999";
        await _silo.SendAsync("bob", "tea", "m1");

        AssertPage([], true, false, await RoamAsync("?after=" + Far));
        AssertPage([1], false, false, await RoamAsync("?before=" + Far));
        AssertPage([1], false, false, await RoamAsync("?around=" + Far));
        Assert.Empty((await RoamAsync("?seqs=" + Far)).GetProperty("messages").EnumerateArray());
        (await _silo.AsAsync("bob", "GET", $"{Path}/{Far}")).MustBe("message-not-found", 404);
    }

    [Fact]
    public async Task Some_are_the_visible_ones_and_one_is_itself()
    {
        for (var i = 1; i <= 3; i++) await _silo.SendAsync("bob", "tea", $"m{i}");

        var some = await RoamAsync("?seqs=3,1,3,99");

        Assert.Equal([1, 3], some.GetProperty("messages").EnumerateArray().Select(Seq).Order());
        Assert.Empty(some.GetProperty("rest").EnumerateArray());
        Assert.Equal(2, Seq((await _silo.AsAsync("ann", "GET", Path + "/2")).MustBe(200).Json));
        (await _silo.AsAsync("ann", "GET", Path + "/4")).MustBe("message-not-found", 404);
    }

    [Fact]
    public async Task What_was_before_joining_is_not_seen()
    {
        await _silo.SendAsync("bob", "tea", "before");
        (await _silo.AsAsync("ann", "PUT", "/conversations/tea/members/cy")).MustBe(204);
        await _silo.SendAsync("bob", "tea", "after");

        var page = (await _silo.AsAsync("cy", "GET", Path)).MustBe(200).Json;

        AssertPage([2], false, false, page);
        var hidden = await _silo.AsAsync("cy", "GET", Path + "/1");
        var none = await _silo.AsAsync("cy", "GET", Path + "/9");
        Assert.Equal(hidden.MustBe("message-not-found", 404).Text, none.Text);
    }

    private static long Seq(JsonElement json) => json.GetProperty("seq").GetInt64();

    private static void AssertPage(long[] seqs, bool hasBefore, bool hasAfter, JsonElement page)
    {
        Assert.Equal(seqs, page.GetProperty("messages").EnumerateArray().Select(Seq));
        Assert.Equal(hasBefore, page.GetProperty("hasBefore").GetBoolean());
        Assert.Equal(hasAfter, page.GetProperty("hasAfter").GetBoolean());
    }

    private async Task<JsonElement> RoamAsync(string query) =>
        (await _silo.AsAsync("ann", "GET", Path + query)).MustBe(200).Json;
}
