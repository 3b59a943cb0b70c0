using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Faults;

internal sealed class FaultyTimelines(ITimelineStore inner, Weather weather) : ITimelineStore
{
    public Task<Timeline?> LoadAsync(ConversationId conversation, CancellationToken ct) =>
        weather.ReadAsync(() => inner.LoadAsync(conversation, ct));

    public Task<IReadOnlyList<KnownSend?>> FindSendsAsync(
        ConversationId conversation, IReadOnlyList<(UserId Sender, SendKey Key)> keys, CancellationToken ct) =>
        weather.ReadAsync(() => inner.FindSendsAsync(conversation, keys, ct));

    public Task<IReadOnlyList<ConversationView?>> ReadViewsAsync(
        UserId? user, IReadOnlyList<ConversationId> conversations, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadViewsAsync(user, conversations, ct));

    public Task<IReadOnlyList<Message>> ReadMessagesAsync(
        IReadOnlyList<MessageSpan> spans, long bytesMax, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadMessagesAsync(spans, bytesMax, ct));

    public Task<IReadOnlyList<MessageTarget?>> ReadTargetsAsync(
        ConversationId conversation, IReadOnlyList<(UserId? User, SeqNo Seq)> asked, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadTargetsAsync(conversation, asked, ct));

    public Task<IReadOnlyList<Message>> ReadMutationsAsync(MutationsQuery query, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadMutationsAsync(query, ct));

    public Task<ChangeNo> LastMutationAsync(ConversationId conversation, SeqRanges of, CancellationToken ct) =>
        weather.ReadAsync(() => inner.LastMutationAsync(conversation, of, ct));

    public Task<SeqNo> FirstAtOrAfterAsync(ConversationId conversation, DateTimeOffset time, CancellationToken ct) =>
        weather.ReadAsync(() => inner.FirstAtOrAfterAsync(conversation, time, ct));

    public Task<IReadOnlyList<MemberInterval>> ReadMembersAsync(
        ConversationId conversation, ChangeNo at, UserId? after, int limit, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadMembersAsync(conversation, at, after, limit, ct));
}
