using System.Buffers;
using System.Text;
using System.Text.Json;
using MessageSync.Storage.Stored;
using MessageSync.Timelines;

namespace MessageSync.Storage.Tests;

public sealed class JournalTextTests
{
    private static readonly UserId Ann = new("ann");
    private static readonly MessageBody Body = new(new byte[3], IsText: false, "image/png");

    [Fact]
    public void A_plain_message_is_two_numbers()
    {
        var sends = Decide(
            Begin().After, new SendMessage(new(Ann), new("1"), Body), new SendMessage(new(Ann), new("2"), Body));

        Assert.Equal("""[["tea",[2,1],[3,2]]]""", Write(sends));
    }

    [Fact]
    public void No_runs_are_an_empty_list() => Assert.Equal(JournalText.Empty, Write());

    [Fact]
    public void Announcements_come_back_as_they_were()
    {
        var crowd = Enumerable.Range(0, Limits.SmallGroupMembersMax).Select(i => new UserId($"user-{i}")).ToList();
        var small = Begin(crowd[0]);
        var later = Decide(
            small.After,
            new SendMessage(new(Ann), new("1"), Body),
            new ChangeTitle(new(Ann), "Cake"),
            new ChangeMembers(new(Ann), crowd[1..], []),
            new SendMessage(new(Ann), new("2"), Body),
            new ChangeMembers(new(Ann), [new("bob")], [crowd[3], crowd[4], crowd[5]]),
            new SendMessage(new(Ann), new("3"), Body));

        var runs = JournalText.Read(Encoding.UTF8.GetBytes(Write(small, later)));

        Assert.Equal([small.Conversation, later.Conversation], runs.Select(run => run.Conversation));
        Assert.Equal(
            JsonSerializer.Serialize(small.Announcements.Concat(later.Announcements)),
            JsonSerializer.Serialize(runs.SelectMany(run => run.Announcements)));
    }

    private static string Write(params TimelineRun[] runs)
    {
        var text = new ArrayBufferWriter<byte>();
        JournalText.Write(text, runs);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static TimelineRun Begin(params IReadOnlyList<UserId> members) => Decide(
        null, new CreateConversation(new(Ann), ConversationKind.Group, HistoryPolicy.All, "Tea", members));

    private static TimelineRun Decide(Timeline? before, params IReadOnlyList<TimelineCommand> commands)
    {
        var draft = new TimelineDraft(new("tea"), before, new TimelineRules(1000, TimeSpan.FromHours(24)));
        foreach (var command in commands)
            Assert.IsType<Verdict.Accepted>(draft.Next(command, facts: null, DateTimeOffset.UnixEpoch));
        return new(before?.Change ?? ChangeNo.None, draft.After!, draft.Changes, draft.Announcements);
    }
}
