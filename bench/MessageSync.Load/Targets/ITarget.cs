using MessageSync.Timelines;

namespace MessageSync.Load.Targets;

/// <summary>
/// The MessageSync under load, as the mixes know it: in this process or behind HTTP. Safe for any number of concurrent
/// calls. Every method answers with a value or a <see cref="Refused"/>.
/// </summary>
/// <exception cref="TargetException">Any method: the call failed.</exception>
internal interface ITarget : IAsyncDisposable
{
    /// <summary>What it is, for the report; names no machine and no path.</summary>
    string Description { get; }

    /// <summary>What it counts itself, by name, for the report.</summary>
    IReadOnlyDictionary<string, long> Notes => new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Makes a group; who joins sees all of it.</summary>
    /// <param name="id">Its id; not there yet.</param>
    /// <param name="members">1 to <see cref="Limits.MembersPerCallMax"/>; the first becomes the owner.</param>
    /// <param name="ct">Gives up waiting.</param>
    Task<Reply<Done>> CreateGroupAsync(ConversationId id, IReadOnlyList<UserId> members, CancellationToken ct);

    /// <summary>Makes the direct conversation of two users, or finds it.</summary>
    Task<Reply<CreatedDirect>> CreateDirectAsync(UserId user, UserId with, CancellationToken ct);

    /// <summary>Adds and removes members of a group, at most <see cref="Limits.MembersPerCallMax"/> together.</summary>
    Task<Reply<Done>> ChangeMembersAsync(
        ConversationId id, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove, CancellationToken ct);

    /// <summary>Sends a message; it is durable when the answer comes.</summary>
    Task<Reply<Sent>> SendAsync(
        UserId sender, ConversationId id, SendKey key, MessageBody body, CancellationToken ct);

    /// <summary>The entries of an Inbox after a position.</summary>
    Task<Reply<InboxPage>> SyncAsync(UserId user, DeviceId device, InboxQuery query, CancellationToken ct);

    /// <summary>Opens the stream of a device.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="device">Which.</param>
    /// <param name="cursor">The last position it has; null for what it acked, or the beginning.</param>
    /// <param name="ct">Gives up, and ends the stream.</param>
    Task<Reply<OpenedStream>> StreamAsync(UserId user, DeviceId device, string? cursor, CancellationToken ct);

    /// <summary>A page of the history.</summary>
    /// <param name="user">A member.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="before">Only messages below this one; null for the newest page.</param>
    /// <param name="limit">1 to <see cref="Limits.RoamingPageMax"/>.</param>
    /// <param name="ct">Gives up.</param>
    Task<Reply<Messages>> RoamAsync(UserId user, ConversationId id, SeqNo? before, int limit, CancellationToken ct);

    /// <summary>Which of certain messages a user sees.</summary>
    /// <param name="user">A member.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="seqs">At most <see cref="Limits.RoamingPageMax"/>.</param>
    /// <param name="ct">Gives up.</param>
    Task<Reply<Messages>> SomeAsync(
        UserId user, ConversationId id, IReadOnlyList<SeqNo> seqs, CancellationToken ct);
}

/// <summary>What a device asks of its Inbox.</summary>
/// <param name="Cursor">Where to go on; null for the beginning.</param>
/// <param name="Limit">0 to <see cref="Limits.SyncPageMax"/> entries; 0 tells the position only.</param>
/// <param name="Wait">How long to wait for the first entry, 0 to 60 s.</param>
internal readonly record struct InboxQuery(string? Cursor, int Limit = 100, TimeSpan Wait = default);

/// <summary>A direct conversation.</summary>
/// <param name="Id">Made by the target.</param>
internal sealed record CreatedDirect(ConversationId Id);

/// <summary>A message was acknowledged.</summary>
/// <param name="Seq">Its place.</param>
internal sealed record Sent(SeqNo Seq);

/// <summary>Places of messages, ascending.</summary>
/// <param name="Seqs">Their places.</param>
internal sealed record Messages(IReadOnlyList<SeqNo> Seqs);

/// <summary>Entries of an Inbox.</summary>
/// <param name="Entries">Oldest first.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="More">There are more now.</param>
/// <param name="Trimmed">Entries after the asked cursor were dropped.</param>
internal sealed record InboxPage(IReadOnlyList<InboxItem> Entries, string Cursor, bool More, bool Trimmed);

/// <summary>One entry, as far as load is concerned.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Conversation">Where; null for a notification.</param>
/// <param name="Seq">Of a message its place, of <see cref="ItemKind.Advanced"/> the head; else
/// <see cref="SeqNo.None"/>.</param>
internal readonly record struct InboxItem(ItemKind Kind, ConversationId? Conversation, SeqNo Seq);

/// <summary>What an entry is.</summary>
internal enum ItemKind
{
    /// <summary>Anything else.</summary>
    Other,
    /// <summary>A message.</summary>
    Message,
    /// <summary>A large group moved on.</summary>
    Advanced,
}
