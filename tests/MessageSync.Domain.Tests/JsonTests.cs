using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests;

/// <summary>Whatever crosses a grain call or is stored as JSON survives it, with the default options.</summary>
public sealed class JsonTests
{
    private static readonly Caller Phone = new(Ann, new DeviceId("phone"));
    private static readonly InboxCursor Cursor = new(Samples.Epoch, new(7));

    private static readonly EntryContent.Member News = new(
        [new(Ann, MemberChangeKind.Joined, MemberRole.Owner, new(3)), new(Bob, MemberChangeKind.Left, null, new(3))],
        true, 51);

    private static readonly EntryContent[] Contents =
    [
        new EntryContent.Message(new(long.MaxValue)), News, new EntryContent.Conversation("Té \0 😀 \""),
        new EntryContent.Advanced(new(8), new(9)), new EntryContent.Notification("ping", "{}", new("k")),
        new EntryContent.Edited(new(7)), new EntryContent.Recalled(new(7)),
        new EntryContent.Hidden(new(1), new(long.MaxValue), true),
        new EntryContent.Read([new(Ann, new(1)), new(Bob, new(2))], null), new EntryContent.Read([], false),
    ];

    private static readonly ViewCommand[] Views =
    [
        new ViewCommand.Hide(Tea, Range(1, 7), true, new(9)), new ViewCommand.MarkUnread(Tea, true),
    ];

    private static readonly TimelineCommand[] Commands =
    [
        Group(Ann, Bob, Cid) with { Caller = Backend, At = Noon.AddTicks(1) }, Direct(Ann, Ann),
        Send(Ann, "hi\0", "k") with { Caller = Phone }, Send(Ann, "", "k"),
        new SendMessage(Phone, new("k"), new(new byte[] { 0, 255, 128 }, IsText: false, "a/b")),
        Rename(Ann, ""), Bulk(Ann, [Bob], [Cid, Dan]), Put(Ann, Bob), Put(Ann, Bob, MemberRole.Owner), Leave(Ann),
        Edit(Ann, 7, "é", 2), Recall(Bob, 7), Read(Ann, 7),
    ];

    private static readonly Refusal[] Refusals =
    [
        new Refusal.InvalidRequest("limit", "0 to 200"), new Refusal.InvalidId("id"), new Refusal.DeviceRequired(),
        new Refusal.CursorInvalid(), new Refusal.Forbidden(), new Refusal.NotAMember(),
        new Refusal.ConversationNotFound(), new Refusal.MessageNotFound(), new Refusal.ConversationExists(),
        new Refusal.DirectConversation(),
        new Refusal.ConversationFull(7), new Refusal.SendKeyReused(new(7)), new Refusal.BeyondHead("7"),
        new Refusal.VersionConflict(3), new Refusal.Recalled(), new Refusal.RecallWindowOver(TimeSpan.FromHours(24)),
        new Refusal.RateLimited(TimeSpan.FromMilliseconds(1500)), new Refusal.Overloaded(TimeSpan.FromSeconds(1)),
    ];

    private static readonly RoamingAnchor[] Anchors =
    [
        new RoamingAnchor.Newest(), new RoamingAnchor.Before(new(0)), new RoamingAnchor.After(new(7)),
        new RoamingAnchor.Around(new(7)), new RoamingAnchor.At(Noon.AddTicks(1)),
    ];

    private static readonly Message Sent = new(Tea, new(1), new("k"), Ann, Noon.AddTicks(1), Body("hi"));

    private static readonly Message Recalled = Sent with
    {
        Body = null,
        State = MessageState.Recalled,
        Version = 2,
        EditedAt = Noon,
        RecalledAt = Noon,
        RecalledBy = Bob,
        Mutation = new(9),
    };

    [Fact]
    public void Every_content_of_an_entry_survives() => Assert.All(Contents, Survives);

    [Fact]
    public void Every_command_survives()
    {
        Assert.All(Commands, Survives);
        Assert.All(Views, Survives);
    }

    [Fact]
    public void Every_refusal_survives_also_as_an_answer()
    {
        Assert.All(Refusals, Survives);
        Assert.All(Refusals, refusal => Survives<Answer<SendReceipt>>(refusal));
    }

    [Fact]
    public void Every_anchor_survives() => Assert.All(Anchors, Survives);

    [Fact]
    public void Answers_survive()
    {
        Survives<Answer<SendReceipt>>(new SendReceipt(new(7), Noon.AddTicks(1), Duplicate: true));
        Survives<Answer<Done>>(Done.Instance);
        Survives<Answer<RoamingPage>>(
            new RoamingPage([Sent, Recalled], true, false, new(9), new(8), Samples.Epoch));
        Survives<Answer<SyncPage>>(new SyncPage([], new(7), new(7), false, null, Samples.Epoch));
    }

    [Fact]
    public void Messages_survive_with_their_state() => Assert.All([Sent, Recalled], Survives);

    [Fact]
    public void Pages_of_an_inbox_survive() => Survives(new SyncPage(
        [
            new(new(new(3), Noon, Tea, new EntryContent.Message(new(1))), new(1), Sent),
            new(new(new(4), Noon, null, Contents[4]), new(3), null),
        ],
        new(4), new(9), More: true, new(ResetReason.Trimmed, new(1)), Samples.Epoch));

    [Fact]
    public void Offers_survive() => Assert.All(Contents, content => Survives(new Offer(Tea, new(7), content)));

    [Fact]
    public void Offers_survive_with_what_comes_first() =>
        Survives(new Offer(Tea, new(7), Contents[0]) { First = new(new(8), new(9)) });

    [Fact]
    public void Announcements_survive_with_whatever_they_have()
    {
        var crowd = Users(Limits.SmallGroupMembersMax + 1);
        var small = new Chat(Group(Ann, Bob), Send(Ann, "hi"), Rename(Ann, "Cake"), Bulk(Ann, [Cid], [Bob]));
        var large = new Chat(
            Group(crowd[0], crowd), Send(crowd[0], "hi"), Put(crowd[0], crowd[1], MemberRole.Owner), Leave(crowd[0]));

        small.Must(Edit(Ann, 1, "HI", 0));
        small.Must(Recall(Ann, 1));
        small.Must(Read(Ann, 1));

        Assert.All(small.Announcements.Concat(large.Announcements), Survives);
    }

    [Fact]
    public void Callers_cursors_and_devices_survive()
    {
        Assert.All([Phone, Backend, new Caller(Ann)], Survives);
        Survives(Cursor);
        Survives<InboxCursor?>(null);
        Assert.All([new(Phone.Device!.Value, Cursor, Noon), new DeviceCursor(new("d"), null, Noon)], Survives);
    }

    [Fact]
    public void References_are_small()
    {
        Assert.Equal("""{"$type":"message","Seq":7}""", Json<EntryContent>(new EntryContent.Message(new(7))));
        Assert.Equal(
            """{"$type":"advanced","Head":7,"MutationHead":0}""",
            Json<EntryContent>(new EntryContent.Advanced(new(7), ChangeNo.None)));
        Assert.Equal(
            """{"Change":7,"ToMembers":{"$type":"message","Seq":2}}""",
            Json(new Announcement(new(7), new EntryContent.Message(new(2)))));
    }

    [Fact]
    public void Of_every_closed_set_each_member_has_its_name_and_a_sample_here()
    {
        var samples = new object[][] { Contents, Commands, Views, Refusals, Anchors }
            .SelectMany(set => set).Select(sample => sample.GetType()).ToHashSet();
        var sets = typeof(Timeline).Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Any()).ToList();
        Assert.Equal(5, sets.Count);

        foreach (var set in sets)
        {
            var members = typeof(Timeline).Assembly.GetExportedTypes()
                .Where(type => type.IsSubclassOf(set) && !type.IsAbstract).ToHashSet();
            var named = set.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).ToList();

            Assert.Equal(members, named.Select(name => name.DerivedType).ToHashSet());
            Assert.Equal(named.Count, named.Select(name => name.TypeDiscriminator).Distinct().Count());
            Assert.Subset(samples, members);
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);

    private static void Survives<T>(T value)
    {
        var json = Json(value);

        var back = JsonSerializer.Deserialize<T>(json);

        Assert.True(Same.As(value, back), $"{value} became {back} by {json}");
        Assert.Equal(json, Json(back));
    }
}
