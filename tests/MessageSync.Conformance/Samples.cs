using System.Text;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Conformance;

/// <summary>People, times and commands that tests share.</summary>
public static class Samples
{
    /// <summary>No message is longer together with this.</summary>
    public const long AnyBytes = long.MaxValue;

    /// <summary>Whatever tests write is within these bounds.</summary>
    public static readonly InboxBounds Everything = new(EntriesMax: 1000, DateTimeOffset.UnixEpoch);

    /// <summary>A change that is still to come.</summary>
    public static readonly ChangeNo Now = new(long.MaxValue);

    /// <summary>A user.</summary>
    public static readonly UserId Ann = new("ann");

    /// <summary>A user.</summary>
    public static readonly UserId Bob = new("bob");

    /// <summary>A user.</summary>
    public static readonly UserId Cid = new("cid");

    /// <summary>A backend of its own name.</summary>
    public static readonly Caller Backend = new(new("backend"), IsService: true);

    /// <summary>A conversation.</summary>
    public static readonly ConversationId Tea = new("tea");

    /// <summary>Another conversation.</summary>
    public static readonly ConversationId Cake = new("cake");

    /// <summary>When tests begin: the store keeps milliseconds.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, 7, TimeSpan.Zero);

    /// <summary>Only so many entries are within these bounds.</summary>
    public static InboxBounds Newest(int count) => Everything with { EntriesMax = count };

    /// <summary>Only what is not older is within these bounds.</summary>
    public static InboxBounds Since(DateTimeOffset oldestAt) => Everything with { OldestAt = oldestAt };

    /// <summary>So many users in ordinal order: <c>user0000</c> …</summary>
    public static IReadOnlyList<UserId> Users(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new UserId(FormattableString.Invariant($"user{i:d4}")))];

    /// <summary>The creator makes a group with others in it.</summary>
    public static CreateConversation Create(UserId creator, params IReadOnlyList<UserId> others) =>
        new(new(creator), ConversationKind.Group, HistoryPolicy.SinceJoin, "Tea", others);

    /// <summary>Sends a text; the key is the text unless told.</summary>
    public static SendMessage Send(UserId sender, string text, string? key = null) =>
        new(new(sender), new(key ?? text), Body(text));

    /// <summary>Replaces what a message says.</summary>
    public static EditMessage Edit(UserId sender, long seq, string text, int version = 0) =>
        new(new(sender), new(seq), Body(text), version);

    /// <summary>The backend makes a message a tombstone.</summary>
    public static RecallMessage Recall(long seq) => new(Backend, new(seq));

    /// <summary>A member reads on.</summary>
    public static MoveRead Read(UserId user, long upTo) => new(new(user), new(upTo));

    /// <summary>A text.</summary>
    public static MessageBody Body(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);

    /// <summary>The backend brings users in.</summary>
    public static ChangeMembers Add(params IReadOnlyList<UserId> users) => new(Backend, users, []);

    /// <summary>The backend takes users out.</summary>
    public static ChangeMembers Remove(params IReadOnlyList<UserId> users) => new(Backend, [], users);

    /// <summary>The backend gives a title.</summary>
    public static ChangeTitle Rename(string title) => new(Backend, title);
}
