using MessageSync.Timelines;

namespace MessageSync.Storage;

/// <summary>
/// Reads of Timelines. What is committed is visible to every later read. All of them throw
/// <see cref="StoreUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface ITimelineStore
{
    /// <summary>The state of one Timeline, for its grain. Costs as much as it has present members.</summary>
    /// <returns>Null when there is no such conversation.</returns>
    Task<Timeline?> LoadAsync(ConversationId conversation, CancellationToken ct);

    /// <summary>Messages by their send keys.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="keys">1 to 1000.</param>
    /// <param name="ct">Of the caller.</param>
    /// <returns>One for each key; null where no message has it.</returns>
    Task<IReadOnlyList<KnownSend?>> FindSendsAsync(
        ConversationId conversation, IReadOnlyList<(UserId Sender, SendKey Key)> keys, CancellationToken ct);

    /// <summary>Conversations with the eyes of one user: head, intervals and hides from one snapshot each.</summary>
    /// <param name="user">Null for a service: no stays, nothing own.</param>
    /// <param name="conversations">0 to 1000.</param>
    /// <param name="ct">Of the caller.</param>
    /// <returns>One for each; null where there is no such conversation.</returns>
    Task<IReadOnlyList<ConversationView?>> ReadViewsAsync(
        UserId? user, IReadOnlyList<ConversationId> conversations, CancellationToken ct);

    /// <summary>Messages in their present state, in the order asked for.</summary>
    /// <param name="spans">Numbers above a Timeline's head are passed over.</param>
    /// <param name="bytesMax">The list ends before the message with which the bodies would be longer together; the first
    /// message always comes.</param>
    /// <param name="ct">Of the caller.</param>
    Task<IReadOnlyList<Message>> ReadMessagesAsync(
        IReadOnlyList<MessageSpan> spans, long bytesMax, CancellationToken ct);

    /// <summary>Messages that commands are about.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="asked">Who asks (null for a service) for which message; 0 to 1000.</param>
    /// <param name="ct">Of the caller.</param>
    /// <returns>One for each; null where there is none that they see.</returns>
    Task<IReadOnlyList<MessageTarget?>> ReadTargetsAsync(
        ConversationId conversation, IReadOnlyList<(UserId? User, SeqNo Seq)> asked, CancellationToken ct);

    /// <summary>Messages that were edited or recalled, each once in its present state, by their newest mutation.</summary>
    /// <param name="query">Which.</param>
    /// <param name="ct">Of the caller.</param>
    /// <returns>At most <see cref="MutationsQuery.Limit"/>; fewer where the bodies would be longer than
    /// <see cref="MutationsQuery.BytesMax"/> together, but the first always comes.</returns>
    Task<IReadOnlyList<Message>> ReadMutationsAsync(MutationsQuery query, CancellationToken ct);

    /// <summary>The newest mutation of any of some messages; <see cref="ChangeNo.None"/> when there is none.</summary>
    Task<ChangeNo> LastMutationAsync(ConversationId conversation, SeqRanges of, CancellationToken ct);

    /// <summary>The first message sent at or after a time, in O(log n).</summary>
    /// <returns>The one above the head when there is none.</returns>
    Task<SeqNo> FirstAtOrAfterAsync(ConversationId conversation, DateTimeOffset time, CancellationToken ct);

    /// <summary>Those who were members right after a change, by id, with the interval they were in.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="at">The change; a number beyond the last one means now.</param>
    /// <param name="after">Exclusive; null begins with the first.</param>
    /// <param name="limit">1 to 1001.</param>
    /// <param name="ct">Of the caller.</param>
    Task<IReadOnlyList<MemberInterval>> ReadMembersAsync(
        ConversationId conversation, ChangeNo at, UserId? after, int limit, CancellationToken ct);
}

/// <summary>Messages of one Timeline from <paramref name="First"/> towards <paramref name="Last"/>, both included, up or
/// down.</summary>
/// <param name="Conversation">The Timeline.</param>
/// <param name="First">Comes first.</param>
/// <param name="Last">Comes last; below <paramref name="First"/> to read downwards.</param>
public readonly record struct MessageSpan(ConversationId Conversation, SeqNo First, SeqNo Last);

/// <summary>Asks for mutations of one Timeline.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="After">Those after this one.</param>
/// <param name="Of">Of these messages only.</param>
/// <param name="Limit">1 to 201.</param>
/// <param name="BytesMax">Bytes of bodies together.</param>
public sealed record MutationsQuery(ConversationId Conversation, ChangeNo After, SeqRanges Of, int Limit, long BytesMax);
