using System.Collections.Immutable;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What a device holds of one conversation.</summary>
internal sealed class LocalConversation
{
    private bool _isMany;

    public SortedDictionary<long, Message> Messages { get; } = [];

    public string? Title { get; set; }

    public ImmutableSortedSet<long> Hidden { get; private set; } = [];

    /// <summary>Present members; null in a large group and while they are not known.</summary>
    public SortedDictionary<UserId, MemberRole>? Members { get; private set; }

    /// <summary>How far members have read.</summary>
    public SortedDictionary<UserId, long> Reads { get; } = [];

    public long ReadUpTo { get; private set; }

    public bool MarkedUnread { get; set; }

    public bool Unlisted { get; set; }

    public bool Left { get; private set; }

    /// <summary>False while it is being loaded: whatever dies in the middle of it, it begins again.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>Edits and recalls up to here are known.</summary>
    public long Mutation { get; private set; }

    public long Newest => Messages.Count == 0 ? 0 : Messages.Keys.Last();

    /// <summary>The present state of a message, unless it is older than the one that is held.</summary>
    public void Add(Message message)
    {
        var seq = message.Seq.Value;
        if (Hidden.Contains(seq)) return;
        if (Messages.TryGetValue(seq, out var held)
            && (held.State == MessageState.Recalled || held.Version > message.Version)) return;

        Messages[seq] = message;
    }

    public void Hide(SeqNo from, SeqNo to)
    {
        Hidden = Hidden.Union(Enumerable.Range((int)from.Value, (int)(to.Value - from.Value) + 1).Select(seq => (long)seq));
        foreach (var seq in Hidden) Messages.Remove(seq);
    }

    public void KnowMutations(ChangeNo upTo) => Mutation = Math.Max(Mutation, upTo.Value);

    public void Read(UserId reader, SeqNo upTo, UserId owner)
    {
        Reads[reader] = Math.Max(Reads.GetValueOrDefault(reader), upTo.Value);
        if (reader == owner) ReadUpTo = Math.Max(ReadUpTo, upTo.Value);
    }

    public void Show(Conversation shown)
    {
        Title = shown.Title;
        MarkedUnread = shown.MarkedUnread!.Value;
        Unlisted = shown.Unlisted!.Value;
        Left = shown.LeftAt is not null;
        ReadUpTo = Math.Max(ReadUpTo, shown.ReadUpTo!.Value.Value);
        if (shown.MemberCount > Limits.SmallGroupMembersMax) Members = null;
    }

    /// <summary>All members, as read page by page.</summary>
    public void Know(IReadOnlyList<ShownMember> members, UserId owner)
    {
        Members = new(members.ToDictionary(member => member.User, member => member.Role));
        _isMany = members.Count > Limits.ReceiptMembersMax;
        Reads.Clear();
        foreach (var member in members)
            if (member.ReadUpTo is { } upTo) Read(member.User, upTo, owner);
    }

    /// <summary>Applies news of members.</summary>
    /// <returns>False when they have to be read instead.</returns>
    public bool Apply(EntryContent.Member news, UserId owner)
    {
        foreach (var change in news.Changes)
        {
            if (change.Change != MemberChangeKind.Left)
            {
                if (Members is not null) Members[change.User] = change.Role!.Value;
                if (change.Change == MemberChangeKind.Joined) Read(change.User, change.Seq, owner);
                continue;
            }
            Members?.Remove(change.User);
            Reads.Remove(change.User);
            Left |= change.User == owner;
        }
        // A role may have taken in that its user came in again, and with it where they began to read.
        var mayHaveJoined = news.Changes.Any(change => change.Change == MemberChangeKind.Role);
        var (wasMany, count) = (_isMany, news.MemberCount);
        _isMany = count > Limits.ReceiptMembersMax;
        if (count > Limits.SmallGroupMembersMax) Members = null;
        return count > Limits.SmallGroupMembersMax
            || (Members is not null && !news.Incomplete && (_isMany || !(wasMany || mayHaveJoined)));
    }
}
