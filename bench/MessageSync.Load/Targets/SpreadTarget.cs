using System.Globalization;
using MessageSync.Timelines;

namespace MessageSync.Load.Targets;

/// <summary>Several silos of one cluster: calls go to them by turns, as through a balancer.</summary>
/// <param name="silos">At least one.</param>
internal sealed class SpreadTarget(IReadOnlyList<ITarget> silos) : ITarget
{
    private readonly long[] _calls = new long[silos.Count];
    private readonly long[] _failed = new long[silos.Count];
    private int _turn;

    /// <inheritdoc/>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"{silos.Count} silos, each {silos[0].Description}");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Notes
    {
        get
        {
            var notes = new Dictionary<string, long>(StringComparer.Ordinal);
            for (var i = 0; i < silos.Count; i++)
            {
                var number = (i + 1).ToString(CultureInfo.InvariantCulture);
                notes[$"calls to silo {number}"] = Interlocked.Read(ref _calls[i]);
                if (Interlocked.Read(ref _failed[i]) is > 0 and var failed) notes[$"failed at silo {number}"] = failed;
            }
            return notes;
        }
    }

    /// <inheritdoc/>
    public Task<Reply<Done>> CreateGroupAsync(
        ConversationId id, IReadOnlyList<UserId> members, CancellationToken ct) =>
        CallAsync(silo => silo.CreateGroupAsync(id, members, ct));

    /// <inheritdoc/>
    public Task<Reply<CreatedDirect>> CreateDirectAsync(UserId user, UserId with, CancellationToken ct) =>
        CallAsync(silo => silo.CreateDirectAsync(user, with, ct));

    /// <inheritdoc/>
    public Task<Reply<Done>> ChangeMembersAsync(
        ConversationId id, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove, CancellationToken ct) =>
        CallAsync(silo => silo.ChangeMembersAsync(id, add, remove, ct));

    /// <inheritdoc/>
    public Task<Reply<Sent>> SendAsync(
        UserId sender, ConversationId id, SendKey key, MessageBody body, CancellationToken ct) =>
        CallAsync(silo => silo.SendAsync(sender, id, key, body, ct));

    /// <inheritdoc/>
    public Task<Reply<InboxPage>> SyncAsync(UserId user, DeviceId device, InboxQuery query, CancellationToken ct) =>
        CallAsync(silo => silo.SyncAsync(user, device, query, ct));

    /// <inheritdoc/>
    public Task<Reply<OpenedStream>> StreamAsync(UserId user, DeviceId device, string? cursor, CancellationToken ct) =>
        CallAsync(silo => silo.StreamAsync(user, device, cursor, ct));

    /// <inheritdoc/>
    public Task<Reply<Messages>> RoamAsync(
        UserId user, ConversationId id, SeqNo? before, int limit, CancellationToken ct) =>
        CallAsync(silo => silo.RoamAsync(user, id, before, limit, ct));

    /// <inheritdoc/>
    public Task<Reply<Messages>> SomeAsync(
        UserId user, ConversationId id, IReadOnlyList<SeqNo> seqs, CancellationToken ct) =>
        CallAsync(silo => silo.SomeAsync(user, id, seqs, ct));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in silos) await silo.DisposeAsync();
    }

    private async Task<Reply<T>> CallAsync<T>(Func<ITarget, Task<Reply<T>>> call)
        where T : class
    {
        var silo = (int)(unchecked((uint)Interlocked.Increment(ref _turn)) % silos.Count);
        Interlocked.Increment(ref _calls[silo]);
        try
        {
            return await call(silos[silo]);
        }
        catch (TargetException)
        {
            Interlocked.Increment(ref _failed[silo]);
            throw;
        }
    }
}
