using System.Text.Json;

namespace MessageSync.Client.Tests.Rules;

public sealed class WireTests
{
    [Fact]
    public void A_sync_reply_is_read_as_the_server_writes_it()
    {
        const string json = """
            {"entries":[
              {"kind":"member","cursor":"c1","previous":"c0","at":"2026-11-21T23:10:49.157Z","conversation":"hello",
               "changes":[{"user":"ann","change":"joined","role":"owner","seq":0}],"memberCount":1},
              {"kind":"message","cursor":"c2","previous":"c1","at":"2026-11-21T23:10:49.245Z",
               "message":{"conversation":"hello",
               "seq":1,"sendKey":"first","sender":"ann","sentAt":"2026-11-21T23:10:49.231Z","contentType":"text/plain",
               "body":"Hello","state":"sent","version":0}}],
             "cursor":"c2","head":"c2","more":false,"reset":{"reason":"new","floor":"c0"},"epoch":"da7c4d5b"}
            """;

        var reply = JsonSerializer.Deserialize(json, ClientJson.Default.SyncReply)!;

        var member = Assert.IsType<MemberEntry>(reply.Entries[0]);
        Assert.Equal([new MemberChange("ann", "joined", "owner", 0)], member.Changes);
        Assert.Equal("Hello", Assert.IsType<MessageEntry>(reply.Entries[1]).Message.Body);
        Assert.Equal(new Reset("new", "c0"), reply.Reset);
    }

    [Fact]
    public void What_a_newer_server_adds_is_ignored_and_a_kind_may_stand_anywhere()
    {
        const string json = """{"cursor":"c1","previous":"c0","at":"2026-11-21T23:10:49Z","new":[1],"kind":"x"}""";
        const string later = """{"cursor":"c1","shiny":1,"title":"x","conversation":"tea","kind":"conversation"}""";

        Assert.Equal(typeof(InboxEntry), JsonSerializer.Deserialize(json, ClientJson.Default.InboxEntry)!.GetType());
        Assert.Equal("x", Assert.IsType<ConversationEntry>(JsonSerializer.Deserialize(later,
            ClientJson.Default.InboxEntry)).Title);
    }

    [Fact]
    public void Ranges_and_mutations_have_the_names_of_the_wire()
    {
        var hidden = JsonSerializer.Deserialize("""{"ranges":[[1,2],[5,9]]}""", ClientJson.Default.HiddenRanges)!;
        var page = JsonSerializer.Deserialize(
            """{"mutations":[{"mutation":4,"seq":2,"message":{"seq":2,"state":"recalled"}}],"head":4,"more":false}""",
            ClientJson.Default.MutationsPage)!;

        Assert.Equal([new SeqRange(1, 2), new SeqRange(5, 9)], hidden.Ranges);
        Assert.Equal(4, page.Mutations[0].Number);
        Assert.True(page.Mutations[0].Message.IsRecalled);
    }
}
