using System.Text.Json;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Http.Tests;

public sealed class ShapeTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Noon = "2026-01-31T12:00:00.000Z";
    private static readonly DateTimeOffset s_noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TestApp _app = shared.Afresh();

    [Fact]
    public async Task A_message_shows_what_it_has_and_nothing_else()
    {
        AssertJson($$"""
            {"conversation":"c","seq":1,"sendKey":"k","sender":"ann","sentAt":"{{Noon}}","contentType":"text/plain",
             "body":"hi","state":"sent","version":0}
            """, await _app.SendAsync("GET", "/v1/conversations/c/messages/1"));
    }

    [Fact]
    public async Task Bytes_are_shown_in_base64()
    {
        _app.Fake.Message = _app.Fake.Message with { Body = new(new byte[] { 0xFF, 0 }, false, "image/png") };

        var json = (await _app.SendAsync("GET", "/v1/conversations/c/messages/1")).Json;

        Assert.Equal("/wA=", json.GetProperty("body").GetString());
        Assert.Equal("base64", json.GetProperty("encoding").GetString());
    }

    [Fact]
    public async Task A_tombstone_keeps_its_place_and_has_no_body()
    {
        _app.Fake.Message = _app.Fake.Message with
        {
            Body = null,
            State = MessageState.Recalled,
            Version = 2,
            EditedAt = s_noon,
            RecalledAt = s_noon,
            RecalledBy = new("ann"),
            Mutation = new(9),
        };

        AssertJson($$"""
            {"conversation":"c","seq":1,"sendKey":"k","sender":"ann","sentAt":"{{Noon}}","state":"recalled","version":2,
             "editedAt":"{{Noon}}","recalledBy":"ann","recalledAt":"{{Noon}}","mutation":9}
            """, await _app.SendAsync("GET", "/v1/conversations/c/messages/1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\"quotes\" \\ and </script> & 'more'")]
    [InlineData("😀 é \u2028 \u0007 \uFEFF")]
    public async Task Any_text_comes_back_as_it_was(string text)
    {
        _app.Fake.Message = _app.Fake.Message with
        {
            Body = new(System.Text.Encoding.UTF8.GetBytes(text), true, "text/plain"),
        };

        var response = await _app.SendAsync("GET", "/v1/conversations/c/messages/1");

        Assert.Equal(text, response.Json.GetProperty("body").GetString());
        Assert.Equal("application/json", response.ContentHeaders.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_conversation_has_all_its_members_always()
    {
        AssertJson($$"""
            {"id":"c","kind":"group","title":null,"history":"sinceJoin","createdAt":"{{Noon}}","head":0,
             "headAt":"{{Noon}}","mutationHead":0,"memberCount":1,"role":null,"joinedAt":null,"leftAt":null,
             "readUpTo":null,"markedUnread":null,"unlisted":null,"unread":null,"lastMessage":null}
            """, await _app.SendAsync("GET", "/v1/conversations/c"));
        _app.Fake.Conversation = new(
            new("c"), ConversationKind.Direct, "t", HistoryPolicy.All, s_noon, new(1), s_noon.AddMilliseconds(7),
            new(3), 2)
        {
            Role = MemberRole.Owner,
            JoinedAt = s_noon,
            LeftAt = s_noon,
            ReadUpTo = new(1),
            MarkedUnread = true,
            Unlisted = false,
            Unread = 1000,
            LastMessage = _app.Fake.Message,
        };
        AssertJson($$"""
            {"id":"c","kind":"direct","title":"t","history":"all","createdAt":"{{Noon}}","head":1,
             "headAt":"2026-01-31T12:00:00.007Z","mutationHead":3,"memberCount":2,"role":"owner","joinedAt":"{{Noon}}",
             "leftAt":"{{Noon}}","readUpTo":1,"markedUnread":true,"unlisted":false,"unread":1000,
             "lastMessage":{"conversation":"c","seq":1,"sendKey":"k","sender":"ann","sentAt":"{{Noon}}",
             "contentType":"text/plain","body":"hi","state":"sent","version":0} }
            """, await _app.SendAsync("GET", "/v1/conversations/c"));
    }

    [Fact]
    public async Task A_time_is_in_UTC_with_three_decimals()
    {
        _app.Fake.Message = _app.Fake.Message with
        {
            SentAt = new(new DateTime(2026, 1, 31, 13, 0, 0, 999).AddTicks(9_999), TimeSpan.FromHours(1)),
        };

        var json = (await _app.SendAsync("GET", "/v1/conversations/c/messages/1")).Json;

        Assert.Equal("2026-01-31T12:00:00.999Z", json.GetProperty("sentAt").GetString());
    }

    [Fact]
    public async Task Pages_have_their_members()
    {
        AssertJson($$"""
            {"members":[{"user":"ann","role":"owner","joinedAt":"{{Noon}}","readUpTo":3},
             {"user":"bob","role":"member","joinedAt":"{{Noon}}"}],"nextAfter":"bob"}
            """, await _app.SendAsync("GET", "/v1/conversations/c/members"));
        AssertJson($$"""{"devices":[{"device":"phone","ackedCursor":null,"lastSeenAt":"{{Noon}}"}]}""",
            await _app.SendAsync("GET", "/v1/devices"));
        var list = (await _app.SendAsync("GET", "/v1/conversations")).Json;
        Assert.Equal(["conversations", "nextPage", "epoch"], list.EnumerateObject().Select(member => member.Name));
        var page = (await _app.SendAsync("GET", "/v1/conversations/c/messages")).Json;
        Assert.Equal(
            ["messages", "hasBefore", "hasAfter", "head", "mutationHead", "epoch"],
            page.EnumerateObject().Select(member => member.Name));
        var some = (await _app.SendAsync("GET", "/v1/conversations/c/messages?seqs=1,9")).Json;
        Assert.Equal(["messages", "rest"], some.EnumerateObject().Select(member => member.Name));
        Assert.Equal(9, some.GetProperty("rest")[0].GetInt64());
    }

    [Theory]
    [InlineData(true, 201)]
    [InlineData(false, 200)]
    public async Task What_is_new_is_201_and_what_was_there_200(bool isNew, int status)
    {
        _app.Fake.IsNew = isNew;

        var sent = await _app.SendAsync("POST", "/v1/conversations/c/messages", """{"sendKey":"k","body":"b"}""");
        var made = await _app.SendAsync("POST", "/v1/conversations", """{"kind":"group","id":"c"}""");
        var told = await _app.SendAsync(
            "POST", "/v1/users/bob/notifications", """{"sendKey":"k","name":"n","body":""}""", isService: true);

        AssertJson($$"""{"seq":7,"sentAt":"{{Noon}}","duplicate":{{(isNew ? "false" : "true")}}}""", sent.MustBe(status));
        made.MustBe(status);
        AssertJson($$"""{"duplicate":{{(isNew ? "false" : "true")}}}""", told.MustBe(status));
    }

    private const string Message = $$"""
        {"conversation":"c","seq":1,"sendKey":"k","sender":"ann","sentAt":"{{Noon}}","contentType":"text/plain",
         "body":"hi","state":"sent","version":0}
        """;

    [Fact]
    public async Task Hides_and_mutations_have_their_members()
    {
        AssertJson("""{"ranges":[[1,3],[7,7]]}""", await _app.SendAsync("GET", "/v1/conversations/c/hidden"));

        _app.Fake.Message = _app.Fake.Message with { Mutation = new(4) };
        AssertJson($$"""
            {"mutations":[{"mutation":4,"seq":1,"message":{"conversation":"c","seq":1,"sendKey":"k","sender":"ann",
             "sentAt":"{{Noon}}","contentType":"text/plain","body":"hi","state":"sent","version":0,"mutation":4} }],
             "head":4,"more":true}
            """, await _app.SendAsync("GET", "/v1/conversations/c/mutations?after=3"));
    }

    [Fact]
    public async Task Each_kind_of_entry_has_its_members()
    {
        _app.Fake.Sync = new(
            [
                Entry(1, new EntryContent.Message(new(1)), _app.Fake.Message),
                Entry(2, new EntryContent.Member(
                    [
                        new(new("bob"), MemberChangeKind.Joined, MemberRole.Member, new(4)),
                        new(new("cy"), MemberChangeKind.Left, null, new(5)),
                        new(new("dan"), MemberChangeKind.Role, MemberRole.Owner, new(6)),
                    ], false, 3)),
                Entry(3, new EntryContent.Member([], true, 3)),
                Entry(4, new EntryContent.Conversation("tea")),
                Entry(5, new EntryContent.Advanced(new(9), new(8))),
                Entry(6, new EntryContent.Notification("n", "b", new("k"))) with { Conversation = null },
                Entry(7, new EntryContent.Edited(new(1)), _app.Fake.Message),
                Entry(8, new EntryContent.Recalled(new(1)), _app.Fake.Message),
                Entry(9, new EntryContent.Hidden(new(1), new(4), true)),
                Entry(10, new EntryContent.Read([new(new("bob"), new(3))], null)),
                Entry(11, new EntryContent.Read([], false)),
            ], "c6", "c9", true, new(ResetReason.Trimmed, "c0"), new("0123abcd"));

        var response = await _app.SendAsync("GET", "/v1/inbox?cursor=x");

        AssertJson($$"""
            {"entries":[
             {"cursor":"c1","previous":"c0","at":"{{Noon}}","kind":"message","message":{"conversation":"c","seq":1,
              "sendKey":"k","sender":"ann","sentAt":"{{Noon}}","contentType":"text/plain","body":"hi","state":"sent",
              "version":0} },
             {"cursor":"c2","previous":"c1","at":"{{Noon}}","kind":"member","conversation":"c","changes":[
              {"user":"bob","change":"joined","role":"member","seq":4},{"user":"cy","change":"left","seq":5},
              {"user":"dan","change":"role","role":"owner","seq":6}],"memberCount":3},
             {"cursor":"c3","previous":"c2","at":"{{Noon}}","kind":"member","conversation":"c","changes":[],
              "incomplete":true,"memberCount":3},
             {"cursor":"c4","previous":"c3","at":"{{Noon}}","kind":"conversation","conversation":"c","title":"tea"},
             {"cursor":"c5","previous":"c4","at":"{{Noon}}","kind":"advanced","conversation":"c","head":9,
              "mutationHead":8},
             {"cursor":"c6","previous":"c5","at":"{{Noon}}","kind":"notification","name":"n","body":"b","sendKey":"k"},
             {"cursor":"c7","previous":"c6","at":"{{Noon}}","kind":"edited","message":{{Message}}},
             {"cursor":"c8","previous":"c7","at":"{{Noon}}","kind":"recalled","message":{{Message}}},
             {"cursor":"c9","previous":"c8","at":"{{Noon}}","kind":"hidden","conversation":"c","from":1,"to":4,
              "unlisted":true},
             {"cursor":"c10","previous":"c9","at":"{{Noon}}","kind":"read","conversation":"c",
              "reads":[{"reader":"bob","upTo":3}]},
             {"cursor":"c11","previous":"c10","at":"{{Noon}}","kind":"read","conversation":"c","reads":[],
              "markedUnread":false}],
             "cursor":"c6","head":"c9","more":true,"reset":{"reason":"trimmed","floor":"c0"},"epoch":"0123abcd"}
            """, response);
    }

    [Fact]
    public async Task A_sync_without_reset_says_null()
    {
        AssertJson("""{"entries":[],"cursor":"c0","head":"c0","more":false,"reset":null,"epoch":"00000000"}""",
            await _app.SendAsync("GET", "/v1/inbox"));
    }

    private static Delivery Entry(int place, EntryContent content, Message? message = null) =>
        new($"c{place}", $"c{place - 1}", s_noon, new("c"), content, message);

    private static void AssertJson(string expected, Response response)
    {
        var wanted = JsonElement.Parse(expected);
        Assert.True(JsonElement.DeepEquals(wanted, response.Json), $"expected {wanted}\nactual   {response.Text}");
    }
}
