using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Reads;
using MessageSync.Storage.Postgres.Writes;

namespace MessageSync.Storage.Postgres;

/// <summary>Inboxes of the database.</summary>
internal sealed class PostgresInboxStore : IInboxStore
{
    /// <summary>Each may be as long as a page.</summary>
    private const int SlicesTogether = 32;

    private static readonly Dictionary<MergeKey, IReadOnlyList<InboxEntry>> s_noEntries = [];

    private readonly Database _database;
    private readonly SoleUse _soleUse;
    private readonly TimeProvider _clock;
    private readonly InboxReads _inboxes;
    private readonly Gathered<UserId, Inbox> _states;
    private readonly Gathered<(UserId, ConversationId), ChangeNo> _told;
    private readonly Gathered<InboxQuery, InboxSlice> _slices;
    private readonly Gathered<UserId, IReadOnlyList<LargeGroup>> _groups;
    private readonly Gathered<UserId, IReadOnlyList<DeviceCursor>> _devices;

    public PostgresInboxStore(Database database, SoleUse soleUse, TimeProvider clock)
    {
        (_database, _soleUse, _clock) = (database, soleUse, clock);
        (_inboxes, var syncs) = (new(database), new SyncReads(database));
        (_states, _told) = (new(database, _inboxes.LoadAsync), new(database, _inboxes.ReadToldAsync));
        _slices = new(database, syncs.ReadAsync, SlicesTogether);
        (_groups, _devices) = (new(database, syncs.ReadLargeGroupsAsync), new(database, _inboxes.ReadDevicesAsync));
    }

    public Task<Inbox> LoadAsync(UserId owner, CancellationToken ct) => _states.ReadAsync(owner, ct);

    /// <summary>In several questions: if another owner writes between them, what is decided meets its entries.</summary>
    public async Task<InboxFacts> ReadFactsAsync(
        UserId owner, IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<MergeKey> merging,
        CancellationToken ct)
    {
        var entries = merging.Count > 0
            ? await _database.ReadAsync(connection => _inboxes.ReadMergingAsync(connection, owner, merging), ct)
                .ConfigureAwait(false)
            : s_noEntries;
        ConversationId[] asked = [.. conversations.Distinct()];
        var changes = await Task.WhenAll(asked.Select(id => _told.ReadAsync((owner, id), ct))).ConfigureAwait(false);
        var told = asked.Zip(changes).Where(one => one.Second > ChangeNo.None)
            .ToDictionary(one => one.First, one => one.Second);
        return new(told, entries);
    }

    public Task<Notified?> FindNotifiedAsync(UserId owner, SendKey key, CancellationToken ct) =>
        _database.ReadAsync(connection => _inboxes.FindAsync(connection, owner, key), ct);

    public Task<InboxSlice> ReadAsync(InboxQuery query, CancellationToken ct) =>
        _slices.ReadAsync(query, ct);

    public Task<IReadOnlyList<DeviceCursor>> ReadDevicesAsync(UserId owner, CancellationToken ct) =>
        _devices.ReadAsync(owner, ct);

    public Task<IReadOnlyList<LargeGroup>> ReadLargeGroupsAsync(UserId owner, CancellationToken ct) =>
        _groups.ReadAsync(owner, ct);

    public Task<int> SweepAsync(InboxBounds bounds, int limit, CancellationToken ct) =>
        _database.UseAsync(
            connection => new InboxSweep(connection, _soleUse, bounds, _clock.GetUtcNow()).RunAsync(limit), proves: true);
}
