using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Storage;

/// <summary>
/// Reads of Inboxes, and their upkeep. All of them throw <see cref="StoreUnavailableException"/> when the store cannot be
/// reached.
/// </summary>
public interface IInboxStore
{
    /// <summary>The state of one Inbox, for its grain, without entries: O(1) rows.</summary>
    /// <returns><see cref="Inbox.Empty"/> when nothing was ever stored.</returns>
    Task<Inbox> LoadAsync(UserId owner, CancellationToken ct);

    /// <summary>What deciding on offers needs: O(1) rows for each key.</summary>
    /// <param name="owner">Whose Inbox.</param>
    /// <param name="conversations">Which to tell of; 0 to 1000.</param>
    /// <param name="merging">Which entries may be merged with; 0 to 1000.</param>
    /// <param name="ct">The host's.</param>
    Task<InboxFacts> ReadFactsAsync(
        UserId owner, IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<MergeKey> merging,
        CancellationToken ct);

    /// <summary>A notification by its key; null when none is known.</summary>
    Task<Notified?> FindNotifiedAsync(UserId owner, SendKey key, CancellationToken ct);

    /// <summary>Reads a part of an Inbox from one snapshot, begun by <see cref="SyncStart"/>.</summary>
    /// <returns>With messages and what their reader may see. At most <see cref="InboxQuery.Limit"/> entries, all that
    /// follow <see cref="InboxSlice.After"/> without a hole, none of them beyond the bounds.</returns>
    Task<InboxSlice> ReadAsync(InboxQuery query, CancellationToken ct);

    /// <summary>The devices of one user, at most as many as were saved.</summary>
    Task<IReadOnlyList<DeviceCursor>> ReadDevicesAsync(UserId owner, CancellationToken ct);

    /// <summary>The large groups that the user is in, and how far each moved on.</summary>
    Task<IReadOnlyList<LargeGroup>> ReadLargeGroupsAsync(UserId owner, CancellationToken ct);

    /// <summary>Drops entries and notification keys beyond the bounds from Inboxes nobody writes to, a few at a time,
    /// moving floors along.</summary>
    /// <param name="bounds">What is kept.</param>
    /// <param name="limit">Most rows dropped in this step, 1 to 10 000.</param>
    /// <param name="ct">The host's.</param>
    /// <returns>How many were dropped; less than <paramref name="limit"/> when nothing is left to do.</returns>
    Task<int> SweepAsync(InboxBounds bounds, int limit, CancellationToken ct);
}

/// <summary>What an Inbox serves: both bounds hold.</summary>
/// <param name="EntriesMax">At most so many entries: the newest.</param>
/// <param name="OldestAt">Entries of before that time are gone.</param>
public readonly record struct InboxBounds(int EntriesMax, DateTimeOffset OldestAt);

/// <summary>Asks for a part of an Inbox.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Asked">The cursor asked for; null for a device without any.</param>
/// <param name="Epoch">The present life of the store.</param>
/// <param name="Bounds">What is served.</param>
/// <param name="Limit">0 to <see cref="Limits.SyncPageMax"/> entries.</param>
public sealed record InboxQuery(UserId Owner, InboxCursor? Asked, Epoch Epoch, InboxBounds Bounds, int Limit);

/// <summary>A part of an Inbox.</summary>
/// <param name="Head">The last place ever given.</param>
/// <param name="After">The position that the entries follow: the cursor asked for; without one, or where entries after it are
/// dropped or beyond the bounds, the last such place.</param>
/// <param name="Reset">Why it is not the one asked for; null when it is.</param>
/// <param name="Entries">Oldest first.</param>
/// <param name="More">Entries exist after the last one.</param>
public sealed record InboxSlice(
    InboxSeqNo Head, InboxSeqNo After, Reset? Reset, IReadOnlyList<InboxEntry> Entries, bool More)
{
    /// <summary>The entries without messages that the owner may not see.</summary>
    public IReadOnlyList<InboxEntry> Shown { get; init; } = [];

    /// <summary>The messages that <see cref="Shown"/> refers to, in its order and their present state; fewer when they
    /// would be longer than <see cref="Limits.PageBytesMax"/>, but at least one.</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];

    /// <summary>The large groups that the owner is in, and how far each moved on.</summary>
    public IReadOnlyList<LargeGroup> LargeGroups { get; init; } = [];
}

/// <summary>A conversation of a user that is, or was, a large group.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="LargeChange">Its last change that members learn of by <c>advanced</c>.</param>
/// <param name="Known">The last change that the user was told of.</param>
/// <param name="Awaits">An offer that concerns the user alone (their joining, their role) is still on its way: it comes
/// first.</param>
/// <param name="Head">Its newest message.</param>
/// <param name="MutationHead">Its newest edit or recall.</param>
public sealed record LargeGroup(
    ConversationId Conversation, ChangeNo LargeChange, ChangeNo Known, bool Awaits, SeqNo Head, ChangeNo MutationHead);
