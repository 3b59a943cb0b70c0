using MessageSync.Timelines;

namespace MessageSync.Storage.InMemory;

/// <summary>Lists of an <see cref="InMemoryStore"/>.</summary>
internal sealed class InMemoryDirectoryStore(InMemoryStore store) : IDirectoryStore
{
    public Task<IReadOnlyList<ListedConversation>> ListAsync(UserId user, bool told, CancellationToken ct)
    {
        var state = store.State;
        var inbox = state.InboxOf(user);
        return Task.FromResult<IReadOnlyList<ListedConversation>>(
            [.. state.Timelines.Values.Where(timeline => timeline.Stays.ContainsKey(user)).Select(Listed)]);

        ListedConversation Listed(StoredTimeline timeline)
        {
            var stay = timeline.Stays[user][^1];
            var known = inbox.ToldOf(timeline.State.Id);
            var moved = stay.Left is { } left
                ? timeline.State.MutationHead > left.Change
                : timeline.State.LargeChange > known.Change && timeline.State.LargeChange > stay.JoinedChange;
            return new(
                timeline.State.Id, timeline.SentAt(stay.Left?.UpTo ?? timeline.Head), stay.Left is not null,
                timeline.ViewOf(user, inbox.ViewOf(timeline.State.Id)).IsUnlisted,
                told ? known.Seq : InboxSeqNo.None, Untold: told && moved);
        }
    }

    public Task<IReadOnlyList<int>> CountUnreadAsync(
        UserId user, IReadOnlyList<(ConversationId Conversation, SeqRanges Ranges)> asked, CancellationToken ct)
    {
        var state = store.State;
        return Task.FromResult<IReadOnlyList<int>>(
            [.. asked.Select(one => Count(state.Timelines.GetValueOrDefault(one.Conversation), one.Ranges))]);

        int Count(StoredTimeline? timeline, SeqRanges ranges)
        {
            if (timeline is null) return 0;

            var own = timeline.Messages.FindLastIndex(row => row.Message.Sender == user) + 1;
            return timeline.Messages.Skip(own)
                .Where(row => row.Message.State != MessageState.Recalled && ranges.Contains(row.Message.Seq))
                .Take(Limits.UnreadMax).Count();
        }
    }
}
