using MessageSync.Inboxes;

namespace MessageSync.Storage.InMemory;

/// <summary>Reads of the Inboxes of an <see cref="InMemoryStore"/>.</summary>
internal sealed class InMemoryInboxStore(InMemoryStore store) : IInboxStore
{
    public Task<Inbox> LoadAsync(UserId owner, CancellationToken ct) => Task.FromResult(Of(owner).Load());

    public Task<InboxFacts> ReadFactsAsync(
        UserId owner, IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<MergeKey> merging,
        CancellationToken ct)
    {
        var inbox = Of(owner);
        var told = conversations.Distinct().Where(conversation => inbox.ToldOf(conversation).Change > ChangeNo.None)
            .ToDictionary(conversation => conversation, conversation => inbox.Told[conversation].Change);
        var keys = merging.ToHashSet();
        var entries = inbox.Entries
            .Where(entry => entry is { Conversation: { } id, Content.Merges: true }
                && keys.Contains(entry.Content.KeyIn(id)))
            .GroupBy(entry => entry.Content.KeyIn(entry.Conversation!.Value))
            .ToDictionary(group => group.Key, IReadOnlyList<InboxEntry> (group) => [.. group]);
        return Task.FromResult(new InboxFacts(told, entries));
    }

    public Task<Notified?> FindNotifiedAsync(UserId owner, SendKey key, CancellationToken ct) =>
        Task.FromResult(Of(owner).Notified.GetValueOrDefault(key));

    public Task<InboxSlice> ReadAsync(InboxQuery query, CancellationToken ct)
    {
        var state = store.State;
        var slice = state.InboxOf(query.Owner).Read(query) with { LargeGroups = LargeGroups(state, query.Owner) };
        return Task.FromResult(SliceReading.Complete(
            slice, id => state.ViewOf(query.Owner, id)?.Visible() ?? SeqRanges.Empty,
            spans => state.Read(spans, Limits.PageBytesMax)));
    }

    public Task<IReadOnlyList<DeviceCursor>> ReadDevicesAsync(UserId owner, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<DeviceCursor>>([.. Of(owner).Devices.Values]);

    public Task<IReadOnlyList<LargeGroup>> ReadLargeGroupsAsync(UserId owner, CancellationToken ct) =>
        Task.FromResult(LargeGroups(store.State, owner));

    private static IReadOnlyList<LargeGroup> LargeGroups(StoreState state, UserId owner)
    {
        var inbox = state.InboxOf(owner);
        var groups =
            from timeline in state.Timelines.Values
            where timeline.State.LargeChange > ChangeNo.None
            let stay = timeline.Stays.GetValueOrDefault(owner)?[^1]
            where stay is { Left: null }
            let told = inbox.ToldOf(timeline.State.Id).Change
            select new LargeGroup(
                timeline.State.Id, timeline.State.LargeChange, told, told < stay.OwnChange,
                timeline.State.Head, timeline.State.MutationHead);
        return [.. groups];
    }

    public Task<int> SweepAsync(InboxBounds bounds, int limit, CancellationToken ct) =>
        Task.FromResult(store.Change(state =>
        {
            var left = limit;
            foreach (var inbox in state.Inboxes.Values)
            {
                var (after, dropped) = inbox.Sweep(bounds, left);
                if (dropped == 0) continue;

                state = state.With(after);
                left -= dropped;
                if (left == 0) break;
            }
            return (state, limit - left);
        }));

    private StoredInbox Of(UserId owner) => store.State.InboxOf(owner);
}
