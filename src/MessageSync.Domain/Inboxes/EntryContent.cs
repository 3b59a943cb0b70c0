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
    /// <summary>A message says something else, shown in its present state.</summary>
    Edited = 6,
    /// <summary>A message became a tombstone.</summary>
    Recalled = 7,
    /// <summary>The user hid messages, on another device.</summary>
    Hidden = 8,
    /// <summary>Somebody read on, or the user marked the conversation unread.</summary>
    Read = 9,
}

/// <summary>What an entry says, as references: bodies of messages are in the Timeline only. A closed set.</summary>
[JsonDerivedType(typeof(Message), "message")]
[JsonDerivedType(typeof(Member), "member")]
[JsonDerivedType(typeof(Conversation), "conversation")]
[JsonDerivedType(typeof(Advanced), "advanced")]
[JsonDerivedType(typeof(Notification), "notification")]
[JsonDerivedType(typeof(Edited), "edited")]
[JsonDerivedType(typeof(Recalled), "recalled")]
[JsonDerivedType(typeof(Hidden), "hidden")]
[JsonDerivedType(typeof(Read), "read")]
public abstract record EntryContent
{
    private EntryContent(EntryKind kind, bool merges) => (Kind, Merges) = (kind, merges);

    /// <summary>Its kind.</summary>
    [JsonIgnore]
    public EntryKind Kind { get; }

    /// <summary>True when it takes older entries of its conversation in.</summary>
    [JsonIgnore]
    public bool Merges { get; }

    /// <summary>Where to look for older entries that it takes in.</summary>
    /// <param name="conversation">Its conversation.</param>
    public virtual MergeKey KeyIn(ConversationId conversation) => new(conversation, Kind, SeqNo.None);

    /// <summary>True for content of an older entry of the same conversation that this one takes in.</summary>
    public virtual bool Replaces(EntryContent older) => Merges && older.Kind == Kind;

    /// <summary>This content with that of an older entry taken in: newest wins.</summary>
    /// <param name="older">One that this <see cref="Replaces"/>.</param>
    /// <param name="owner">Whose Inbox it is: what concerns them is kept longest.</param>
    public virtual EntryContent TakeIn(EntryContent older, UserId owner) => this;

    /// <summary>Content that is shown with a message in its present state.</summary>
    public abstract record OfMessage : EntryContent
    {
        private protected OfMessage(SeqNo seq, EntryKind kind, bool merges) : base(kind, merges) => Seq = seq;

        /// <summary>The message.</summary>
        public SeqNo Seq { get; init; }
    }

    /// <summary>A message. Never merged.</summary>
    /// <param name="Seq">Its place.</param>
    public sealed record Message(SeqNo Seq) : OfMessage(Seq, EntryKind.Message, merges: false);

    /// <summary>An edit or a recall. One for each message: a newer one takes the older one in.</summary>
    public abstract record Mutated : OfMessage
    {
        private protected Mutated(SeqNo seq, EntryKind kind) : base(seq, kind, merges: true) { }

        /// <inheritdoc/>
        public sealed override MergeKey KeyIn(ConversationId conversation) => new(conversation, EntryKind.Edited, Seq);

        /// <inheritdoc/>
        public sealed override bool Replaces(EntryContent older) => older is Mutated mutated && mutated.Seq == Seq;
    }

    /// <summary>A message says something else.</summary>
    /// <param name="Seq">The message.</param>
    public sealed record Edited(SeqNo Seq) : Mutated(Seq, EntryKind.Edited);

    /// <summary>A message became a tombstone.</summary>
    /// <param name="Seq">The message.</param>
    public sealed record Recalled(SeqNo Seq) : Mutated(Seq, EntryKind.Recalled);

    /// <summary>The user hid messages. Ranges that overlap or touch become one.</summary>
    /// <param name="From">The first one.</param>
    /// <param name="To">The last one.</param>
    /// <param name="Unlisted">True while the conversation is out of the list with it.</param>
    public sealed record Hidden(SeqNo From, SeqNo To, bool Unlisted) : EntryContent(EntryKind.Hidden, merges: true)
    {
        /// <inheritdoc/>
        public override bool Replaces(EntryContent older) =>
            older is Hidden hidden && hidden.From <= To.Next() && From <= hidden.To.Next();

        /// <inheritdoc/>
        public override EntryContent TakeIn(EntryContent older, UserId owner)
        {
            var before = (Hidden)older;
            return this with
            {
                From = before.From < From ? before.From : From,
                To = before.To > To ? before.To : To,
            };
        }
    }

    /// <summary>How far members read, newest per reader.</summary>
    /// <param name="Reads">Oldest first, at most <see cref="Limits.ReadersMax"/>.</param>
    /// <param name="MarkedUnread">Whether the owner has marked the conversation unread; null where nothing is said of
    /// it.</param>
    public sealed record Read(IReadOnlyList<ReadMark> Reads, bool? MarkedUnread) : EntryContent(EntryKind.Read, merges: true)
    {
        /// <inheritdoc/>
        public override EntryContent TakeIn(EntryContent older, UserId owner)
        {
            var before = (Read)older;
            var renewed = Reads.Select(mark => mark.Reader).ToHashSet();
            var all = before.Reads.Where(mark => !renewed.Contains(mark.Reader)).Concat(Reads).ToList();
            var over = all.Count - Limits.ReadersMax;
            if (over > 0) all = [.. all.Where((mark, i) => i >= over || mark.Reader == owner)];
            return new Read(all, MarkedUnread ?? before.MarkedUnread);
        }
    }

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
            // What one knew before coming in again is out of date: who came and went meanwhile was never told.
            if (Changes.Any(change => change.User == owner && change.Change == MemberChangeKind.Joined)) return Cut(owner);

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

/// <summary>How far somebody read.</summary>
/// <param name="Reader">Who.</param>
/// <param name="UpTo">The last message read.</param>
public sealed record ReadMark(UserId Reader, SeqNo UpTo);
