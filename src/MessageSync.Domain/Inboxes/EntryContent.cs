using System.Text.Json.Serialization;
using MessageSync.Timelines;

namespace MessageSync.Inboxes;

/// <summary>What kind of news an Inbox entry is. The numbers are stored: never reuse one.</summary>
public enum EntryKind
{
    /// <summary>A message, shown in its present state.</summary>
    Message = 1,
    /// <summary>Who came, went or has another role.</summary>
    Member = 2,
    /// <summary>The title changed.</summary>
    Conversation = 3,
    /// <summary>A large group moved on.</summary>
    Advanced = 4,
    /// <summary>A system notification.</summary>
    Notification = 5,
}

/// <summary>What an entry says, as references: bodies of messages are in the Timeline only. A closed set.</summary>
[JsonDerivedType(typeof(Message), "message")]
[JsonDerivedType(typeof(Member), "member")]
[JsonDerivedType(typeof(Conversation), "conversation")]
[JsonDerivedType(typeof(Advanced), "advanced")]
[JsonDerivedType(typeof(Notification), "notification")]
public abstract record EntryContent
{
    private EntryContent(EntryKind kind, bool merges) => (Kind, Merges) = (kind, merges);

    /// <summary>Its kind.</summary>
    [JsonIgnore]
    public EntryKind Kind { get; }

    /// <summary>True when a newer entry of this kind and conversation takes this one's content in.</summary>
    [JsonIgnore]
    public bool Merges { get; }

    /// <summary>This content with that of an older entry taken in: newest wins.</summary>
    /// <param name="older">Of the same kind.</param>
    /// <param name="owner">Whose Inbox it is: what concerns them is kept longest.</param>
    public virtual EntryContent TakeIn(EntryContent older, UserId owner) => this;

    /// <summary>A message. Never merged.</summary>
    /// <param name="Seq">Its place.</param>
    public sealed record Message(SeqNo Seq) : EntryContent(EntryKind.Message, merges: false);

    /// <summary>Changes of members.</summary>
    /// <param name="Changes">Newest per user, oldest first, at most <see cref="Limits.MemberChangesMax"/>.</param>
    /// <param name="Incomplete">True when there were more.</param>
    /// <param name="MemberCount">How many members there were after the last of them.</param>
    public sealed record Member(IReadOnlyList<MemberNews> Changes, bool Incomplete, int MemberCount)
        : EntryContent(EntryKind.Member, merges: true)
    {
        /// <inheritdoc/>
        public override EntryContent TakeIn(EntryContent older, UserId owner)
        {
            var before = (Member)older;
            var renewed = Changes.Select(change => change.User).ToHashSet();
            var all = before.Changes.Where(change => !renewed.Contains(change.User)).Concat(Changes);
            return (this with { Changes = [.. all], Incomplete = Incomplete || before.Incomplete }).Cut(owner);
        }

        /// <summary>Within the bound: the newest stay, and always what concerns the owner.</summary>
        public Member Cut(UserId owner)
        {
            var over = Changes.Count - Limits.MemberChangesMax;
            if (over <= 0) return this;

            var kept = Changes.Where((change, i) => i >= over || change.User == owner).ToList();
            if (kept.Count > Limits.MemberChangesMax) kept.RemoveAt(1);   // the first is the owner's
            return this with { Changes = kept, Incomplete = true };
        }
    }

    /// <summary>Another title.</summary>
    /// <param name="Title">The new one.</param>
    public sealed record Conversation(string Title) : EntryContent(EntryKind.Conversation, merges: true);

    /// <summary>A large group moved on; stands for everything that happened in it.</summary>
    /// <param name="Head">Its newest message.</param>
    /// <param name="MutationHead">Its newest edit or recall.</param>
    public sealed record Advanced(SeqNo Head, ChangeNo MutationHead) : EntryContent(EntryKind.Advanced, merges: true);

    /// <summary>A system notification. Never merged, belongs to no conversation.</summary>
    /// <param name="Name">1 to <see cref="Limits.NotificationNameLengthMax"/> characters.</param>
    /// <param name="Body">At most <see cref="Limits.NotificationBytesMax"/> bytes of UTF-8.</param>
    /// <param name="SendKey">The service's name for it.</param>
    public sealed record Notification(string Name, string Body, SendKey SendKey)
        : EntryContent(EntryKind.Notification, merges: false);
}

/// <summary>One user's newest change in a <c>member</c> entry.</summary>
/// <param name="User">Who.</param>
/// <param name="Change">What happened.</param>
/// <param name="Role">The role from then on; null for one who left.</param>
/// <param name="Seq">The head at that moment.</param>
public sealed record MemberNews(UserId User, MemberChangeKind Change, MemberRole? Role, SeqNo Seq);
