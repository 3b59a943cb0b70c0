using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Reads;
using MessageSync.Storage.Postgres.Writes;

namespace MessageSync.Storage.Postgres;

/// <summary>Inboxes of the database.</summary>
internal sealed class PostgresInboxStore(Database database, TimeProvider clock) : IInboxStore
{
    private readonly InboxReads _inboxes = new(database);
    private readonly SyncReads _syncs = new(database);

    public Task<Inbox> LoadAsync(UserId owner, CancellationToken ct) =>
        database.ReadAsync(connection => _inboxes.LoadAsync(connection, owner), ct);

    public Task<InboxFacts> ReadFactsAsync(
        UserId owner, IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<MergeKey> merging,
        CancellationToken ct) =>
        database.ReadAsync(connection => _inboxes.ReadFactsAsync(connection, owner, conversations, merging), ct);

    public Task<Notified?> FindNotifiedAsync(UserId owner, SendKey key, CancellationToken ct) =>
        database.ReadAsync(connection => _inboxes.FindAsync(connection, owner, key), ct);

    public Task<InboxSlice> ReadAsync(InboxQuery query, CancellationToken ct) =>
        database.ReadAsync(connection => _syncs.ReadAsync(connection, query), ct);

    public Task<IReadOnlyList<DeviceCursor>> ReadDevicesAsync(UserId owner, CancellationToken ct) =>
        database.ReadAsync(connection => _inboxes.ReadDevicesAsync(connection, owner), ct);

    public Task<IReadOnlyList<LargeGroup>> ReadLargeGroupsAsync(UserId owner, CancellationToken ct) =>
        database.ReadAsync(connection => _syncs.ReadLargeGroupsAsync(connection, owner), ct);

    public Task<int> SweepAsync(InboxBounds bounds, int limit, CancellationToken ct) =>
        database.UseAsync(connection => new InboxSweep(connection, bounds, clock.GetUtcNow()).RunAsync(limit), proves: true);
}
