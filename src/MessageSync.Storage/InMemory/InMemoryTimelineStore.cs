using MessageSync.Timelines;

namespace MessageSync.Storage.InMemory;

/// <summary>Reads of the Timelines of an <see cref="InMemoryStore"/>.</summary>
internal sealed class InMemoryTimelineStore(InMemoryStore store) : ITimelineStore
{
    public Task<Timeline?> LoadAsync(ConversationId conversation, CancellationToken ct) =>
        Task.FromResult(Find(conversation)?.Load());

    public Task<IReadOnlyList<KnownSend?>> FindSendsAsync(
        ConversationId conversation, IReadOnlyList<(UserId Sender, SendKey Key)> keys, CancellationToken ct)
    {
        var stored = Find(conversation);
        return Task.FromResult<IReadOnlyList<KnownSend?>>([.. keys.Select(Known)]);

        KnownSend? Known((UserId, SendKey) key) => stored is not null && stored.SendKeys.TryGetValue(key, out var seq)
            ? new(seq, stored[seq].Message.SentAt, stored[seq].Fingerprint)
            : null;
    }

    public Task<IReadOnlyList<ConversationView?>> ReadViewsAsync(
        UserId? user, IReadOnlyList<ConversationId> conversations, CancellationToken ct)
    {
        var state = store.State;
        return Task.FromResult<IReadOnlyList<ConversationView?>>(
            [.. conversations.Select(id => state.ViewOf(user, id))]);
    }

    public Task<IReadOnlyList<Message>> ReadMessagesAsync(
        IReadOnlyList<MessageSpan> spans, long bytesMax, CancellationToken ct) =>
        Task.FromResult(store.State.Read(spans, bytesMax));

    public Task<IReadOnlyList<MessageTarget?>> ReadTargetsAsync(
        ConversationId conversation, IReadOnlyList<(UserId? User, SeqNo Seq)> asked, CancellationToken ct)
    {
        var state = store.State;
        var stored = state.Timelines.GetValueOrDefault(conversation);
        return Task.FromResult<IReadOnlyList<MessageTarget?>>([.. asked.Select(one => Target(one.User, one.Seq))]);

        MessageTarget? Target(UserId? user, SeqNo seq)
        {
            if (state.ViewOf(user, conversation) is not { } view) return null;
            var seen = user is null ? view.All() : view.Visible();
            if (!seen.Contains(seq)) return null;

            return new(stored![seq].Message, MessageTarget.HasReturned(view) ? [.. stored.Returned(seq)] : []);
        }
    }

    public Task<IReadOnlyList<Message>> ReadMutationsAsync(MutationsQuery query, CancellationToken ct)
    {
        var mutated = Mutated(query.Conversation, query.Of)
            .Where(message => message.Mutation > query.After).OrderBy(message => message.Mutation);
        return Task.FromResult<IReadOnlyList<Message>>(
            [.. StoredMessages.Fitting(mutated, query.BytesMax).Take(query.Limit)]);
    }

    public Task<ChangeNo> LastMutationAsync(ConversationId conversation, SeqRanges of, CancellationToken ct) =>
        Task.FromResult(Mutated(conversation, of).Select(message => message.Mutation).DefaultIfEmpty().Max());

    private IEnumerable<Message> Mutated(ConversationId conversation, SeqRanges of) =>
        (Find(conversation)?.Messages ?? []).Select(row => row.Message)
            .Where(message => message.Mutation > ChangeNo.None && of.Contains(message.Seq));

    public Task<SeqNo> FirstAtOrAfterAsync(ConversationId conversation, DateTimeOffset time, CancellationToken ct)
    {
        var messages = Find(conversation)?.Messages ?? [];
        var (low, high) = (0, messages.Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (messages[middle].Message.SentAt < time) low = middle + 1;
            else high = middle;
        }
        return Task.FromResult(new SeqNo(low + 1));
    }

    public Task<IReadOnlyList<MemberInterval>> ReadMembersAsync(
        ConversationId conversation, ChangeNo at, UserId? after, int limit, CancellationToken ct)
    {
        var members = (Find(conversation)?.Stays.Values ?? [])
            .SelectMany(stays => stays)
            .Where(stay => stay.JoinedChange <= at && (stay.Left is not { } left || left.Change > at))
            .Where(stay => after is not { } user || stay.User.CompareTo(user) > 0);
        return Task.FromResult<IReadOnlyList<MemberInterval>>([.. members.Take(limit)]);
    }

    private StoredTimeline? Find(ConversationId conversation) => store.State.Timelines.GetValueOrDefault(conversation);
}
