using MessageSync.Timelines;

namespace MessageSync.Inboxes;

/// <summary>
/// One user's Inbox as far as deciding needs it. Immutable, without its entries: those stay in the store, and what an
/// offer needs of them comes as <see cref="InboxFacts"/>. Invariant: <see cref="Head"/> only grows, also when the Inbox
/// runs empty.
/// </summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Head">The last place ever given.</param>
/// <param name="LastAt">The time of that entry; later ones never get an earlier one.</param>
/// <param name="Count">Entries on disk, those to be trimmed yet included.</param>
public sealed record Inbox(UserId Owner, InboxSeqNo Head, DateTimeOffset LastAt, int Count)
{
    /// <summary>An Inbox that never held anything.</summary>
    public static Inbox Empty(UserId owner) => new(owner, InboxSeqNo.None, DateTimeOffset.UnixEpoch, 0);

    /// <summary>Decides a run: numbers what is new, merges, and leaves out what was offered before.</summary>
    /// <param name="offers">Those of one conversation in change order.</param>
    /// <param name="facts">What the store knows of the conversations and of the entries to merge with.</param>
    /// <param name="now">The server's clock.</param>
    /// <returns>What to store; null when nothing is new.</returns>
    public InboxRun? Decide(IReadOnlyList<Offer> offers, InboxFacts facts, DateTimeOffset now)
    {
        var draft = new InboxDraft(this, now < LastAt ? LastAt : now);
        for (var i = 0; i < offers.Count; i++)
            if (offers[i].Change > draft.Told(offers[i].Conversation, facts)) draft.Take(offers[i], facts);
        return draft.Finish();
    }

    /// <summary>Decides a run of one notification.</summary>
    public InboxRun Decide(EntryContent.Notification notification, Fingerprint fingerprint, DateTimeOffset now)
    {
        var draft = new InboxDraft(this, now < LastAt ? LastAt : now);
        draft.Take(notification);
        return draft.Finish()! with
        {
            Notified = new(notification.SendKey, fingerprint, now),
        };
    }

    /// <summary>Decides what the owner does to their own view of a conversation.</summary>
    /// <param name="command">What they want.</param>
    /// <param name="own">Their view of that conversation.</param>
    /// <param name="facts">What the store knows of it.</param>
    /// <param name="now">The server's clock.</param>
    /// <returns>What to store; null when it is so already.</returns>
    public InboxRun? Decide(ViewCommand command, OwnView own, InboxFacts facts, DateTimeOffset now)
    {
        if (command.IsDone(own)) return null;

        var draft = new InboxDraft(this, now < LastAt ? LastAt : now);
        draft.Take(command.Conversation, command.Tell(own), facts.Told.GetValueOrDefault(command.Conversation), facts);
        return draft.Finish()! with { View = command.Change };
    }

    /// <summary>The Inbox after a stored run.</summary>
    public Inbox Apply(InboxRun run) => this with
    {
        Head = run.Head,
        LastAt = run.At,
        Count = Count + run.Added.Count - run.Removed.Count,
    };
}

/// <summary>What deciding needs to know of what is stored.</summary>
/// <param name="Told">Per conversation, the last change that was offered; absent for none.</param>
/// <param name="Merging">Entries that a newer one may take in, oldest first; absent for none.</param>
public sealed record InboxFacts(
    IReadOnlyDictionary<ConversationId, ChangeNo> Told,
    IReadOnlyDictionary<MergeKey, IReadOnlyList<InboxEntry>> Merging);

/// <summary>Where entries are found that a newer one may take in.</summary>
/// <param name="Conversation">Where.</param>
/// <param name="Kind">What; <see cref="EntryKind.Edited"/> stands for recalls too.</param>
/// <param name="Seq">Of an edit or a recall, the message; else <see cref="SeqNo.None"/>.</param>
public readonly record struct MergeKey(ConversationId Conversation, EntryKind Kind, SeqNo Seq = default);

/// <summary>What an Inbox stores in one piece. The store takes it only if the Inbox's head is still
/// <paramref name="Expected"/>.</summary>
/// <param name="Owner">Whose Inbox.</param>
/// <param name="Expected">The head that was decided on.</param>
/// <param name="At">The time of the entries.</param>
/// <param name="Added">New entries, ascending.</param>
/// <param name="Removed">Entries that newer ones took in.</param>
/// <param name="Told">Per conversation, the last change that is now told, and the entry that told it; ascending by
/// those.</param>
/// <param name="Head">The head afterwards.</param>
public sealed record InboxRun(
    UserId Owner, InboxSeqNo Expected, DateTimeOffset At, IReadOnlyList<InboxEntry> Added,
    IReadOnlyList<InboxSeqNo> Removed, IReadOnlyList<Told> Told, InboxSeqNo Head)
{
    /// <summary>The notification among the entries; null when there is none.</summary>
    public Notified? Notified { get; init; }

    /// <summary>What the owner did to their view of a conversation; null for nothing.</summary>
    public ViewChange? View { get; init; }
}

/// <summary>How far an Inbox was told of a conversation.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Change">The last change offered.</param>
/// <param name="Seq">The entry that brought it.</param>
public sealed record Told(ConversationId Conversation, ChangeNo Change, InboxSeqNo Seq);

/// <summary>A notification is known by its key for some time, also after its entry is gone.</summary>
/// <param name="SendKey">The key.</param>
/// <param name="Fingerprint">Of name and body.</param>
/// <param name="At">When.</param>
public sealed record Notified(SendKey SendKey, Fingerprint Fingerprint, DateTimeOffset At);
