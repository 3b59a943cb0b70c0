using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Faults;

internal sealed class FaultyInboxes(IInboxStore inner, Weather weather) : IInboxStore
{
    public Task<Inbox> LoadAsync(UserId owner, CancellationToken ct) =>
        weather.ReadAsync(() => inner.LoadAsync(owner, ct));

    public Task<InboxFacts> ReadFactsAsync(
        UserId owner, IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<MergeKey> merging,
        CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadFactsAsync(owner, conversations, merging, ct));

    public Task<Notified?> FindNotifiedAsync(UserId owner, SendKey key, CancellationToken ct) =>
        weather.ReadAsync(() => inner.FindNotifiedAsync(owner, key, ct));

    public Task<InboxSlice> ReadAsync(InboxQuery query, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadAsync(query, ct));

    public Task<IReadOnlyList<DeviceCursor>> ReadDevicesAsync(UserId owner, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadDevicesAsync(owner, ct));

    public Task<IReadOnlyList<LargeGroup>> ReadLargeGroupsAsync(UserId owner, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadLargeGroupsAsync(owner, ct));

    public Task<int> SweepAsync(InboxBounds bounds, int limit, CancellationToken ct) =>
        weather.ReadAsync(() => inner.SweepAsync(bounds, limit, ct));
}
