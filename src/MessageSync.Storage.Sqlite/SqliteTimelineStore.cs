using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Reads;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite;

/// <summary>Timelines of the file.</summary>
internal sealed class SqliteTimelineStore(WorkQueue readers) : ITimelineStore
{
    public Task<Timeline?> LoadAsync(ConversationId conversation, CancellationToken ct) =>
        readers.RunAsync(session => ConversationReads.Load(session, conversation), ct);

    public Task<IReadOnlyList<KnownSend?>> FindSendsAsync(
        ConversationId conversation, IReadOnlyList<(UserId Sender, SendKey Key)> keys, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<KnownSend?>>(
            session => [.. keys.Select(key => MessageReads.Find(session, conversation, key.Sender, key.Key))], ct);

    public Task<IReadOnlyList<ConversationView?>> ReadViewsAsync(
        UserId? user, IReadOnlyList<ConversationId> conversations, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<ConversationView?>>(
            session => [.. conversations.Select(id => ConversationReads.View(session, user, id))], ct);

    public Task<IReadOnlyList<Message>> ReadMessagesAsync(
        IReadOnlyList<MessageSpan> spans, long bytesMax, CancellationToken ct) =>
        readers.RunAsync(session => MessageReads.Read(session, spans, bytesMax), ct);

    public Task<IReadOnlyList<MessageTarget?>> ReadTargetsAsync(
        ConversationId conversation, IReadOnlyList<(UserId? User, SeqNo Seq)> asked, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<MessageTarget?>>(
            session => [.. asked.Select(one => TargetReads.Read(session, conversation, one.User, one.Seq))], ct);

    public Task<IReadOnlyList<Message>> ReadMutationsAsync(MutationsQuery query, CancellationToken ct) =>
        readers.RunAsync(session => MessageReads.ReadMutations(session, query), ct);

    public Task<ChangeNo> LastMutationAsync(ConversationId conversation, SeqRanges of, CancellationToken ct) =>
        readers.RunAsync(session => MessageReads.LastMutation(session, conversation, of), ct);

    public Task<SeqNo> FirstAtOrAfterAsync(ConversationId conversation, DateTimeOffset time, CancellationToken ct) =>
        readers.RunAsync(session => MessageReads.FirstAtOrAfter(session, conversation, time), ct);

    public Task<IReadOnlyList<MemberInterval>> ReadMembersAsync(
        ConversationId conversation, ChangeNo at, UserId? after, int limit, CancellationToken ct) =>
        readers.RunAsync(
            session => MemberReads.At(session, session.Conversations.Find(conversation.Value), at, after, limit), ct);
}
