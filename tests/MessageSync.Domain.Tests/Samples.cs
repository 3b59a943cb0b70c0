using System.Text;
using MessageSync.Timelines;

namespace MessageSync.Domain.Tests;

/// <summary>People, times and commands that the sentences share.</summary>
internal static class Samples
{
    public static readonly UserId Ann = new("ann");
    public static readonly UserId Bob = new("bob");
    public static readonly UserId Cid = new("cid");
    public static readonly UserId Dan = new("dan");
    public static readonly Caller Backend = new(new("backend"), IsService: true);
    public static readonly ConversationId Tea = new("tea");
    public static readonly Epoch Epoch = new("00c0ffee");
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>So many users in ordinal order: <c>user0000</c> …</summary>
    public static IReadOnlyList<UserId> Users(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new UserId(FormattableString.Invariant($"user{i:d4}")))];

    public static CreateConversation Group(UserId creator, params IReadOnlyList<UserId> others) =>
        new(new(creator), ConversationKind.Group, HistoryPolicy.SinceJoin, "Tea", others);

    public static CreateConversation Direct(UserId one, UserId other) =>
        new(new(one), ConversationKind.Direct, HistoryPolicy.All, null, [other]);

    public static SendMessage Send(UserId sender, string text, string? key = null) =>
        new(new(sender), new(key ?? text), Body(text));

    public static MessageBody Body(string text, string type = MessageBody.DefaultContentType) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, type);

    public static ChangeMembers Bulk(UserId by, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove) =>
        new(new(by), add, remove);

    public static RemoveMember Leave(UserId user) => new(new(user), user);

    public static RemoveMember Remove(UserId by, UserId user) => new(new(by), user);

    public static PutMember Put(UserId by, UserId user, MemberRole? role = null) => new(new(by), user, role);

    public static ChangeTitle Rename(UserId by, string title) => new(new(by), title);

    public static EditMessage Edit(UserId by, long seq, string text, int version) =>
        new(new(by), new(seq), Body(text), version);

    public static RecallMessage Recall(UserId by, long seq) => new(new(by), new(seq));

    public static MoveRead Read(UserId by, long upTo) => new(new(by), new(upTo));

    /// <summary>The numbers from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static SeqRange Range(long first, long last) => new(new(first), new(last));

    /// <summary>All numbers of a set, one by one.</summary>
    public static IReadOnlyList<long> Numbers(this SeqRanges set) =>
        [.. set.SelectMany(range => Enumerable.Range(0, (int)range.Count).Select(i => range.From.Value + i))];
}
