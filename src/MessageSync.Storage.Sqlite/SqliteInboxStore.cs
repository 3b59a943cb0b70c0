using MessageSync.Inboxes;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Reads;
using MessageSync.Storage.Sqlite.Writes;

namespace MessageSync.Storage.Sqlite;

/// <summary>Inboxes of the file.</summary>
internal sealed class SqliteInboxStore(WorkQueue readers, WorkQueue writer) : IInboxStore
{
    public Task<Inbox> LoadAsync(UserId owner, CancellationToken ct) =>
        readers.RunAsync(session => InboxReads.Load(session, owner), ct);

    public Task<InboxFacts> ReadFactsAsync(
        UserId owner, IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<MergeKey> merging,
        CancellationToken ct) =>
        readers.RunAsync(session => InboxReads.Facts(session, owner, conversations, merging), ct);

    public Task<Notified?> FindNotifiedAsync(UserId owner, SendKey key, CancellationToken ct) =>
        readers.RunAsync(session => InboxReads.Find(session, owner, key), ct);

    public Task<InboxSlice> ReadAsync(InboxQuery query, CancellationToken ct) =>
        readers.RunAsync(session => SyncReads.Read(session, query), ct);

    public Task<IReadOnlyList<DeviceCursor>> ReadDevicesAsync(UserId owner, CancellationToken ct) =>
        readers.RunAsync(session => InboxReads.ReadDevices(session, owner), ct);

    public Task<IReadOnlyList<LargeGroup>> ReadLargeGroupsAsync(UserId owner, CancellationToken ct) =>
        readers.RunAsync(session => SyncReads.ReadLargeGroups(session, owner), ct);

    public async Task<int> SweepAsync(InboxBounds bounds, int limit, CancellationToken ct)
    {
        var (sweep, dropped) = (new InboxSweep(bounds), 0);
        while (dropped < limit && await readers.RunAsync(sweep.Find, ct).ConfigureAwait(false) is { } users)
        {
            var most = limit - dropped;
            dropped += await writer.RunAsync(session => sweep.Drop(session, users, most), ct).ConfigureAwait(false);
        }
        return dropped;
    }
}
