using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>Many devices with full Inboxes sync at once: an operation is one page; each device goes on where its last
/// page ended, and from the end back to the beginning.</summary>
/// <param name="devices">One of each user, 1 or more.</param>
/// <param name="entries">Of each Inbox.</param>
/// <param name="page">Entries of a page, 1 to <see cref="Limits.SyncPageMax"/>.</param>
/// <param name="bodyBytes">Of each message.</param>
/// <param name="context">The run.</param>
internal sealed class SyncStormMix(int devices, int entries, int page, int bodyBytes, MixContext context)
    : ReadMix("sync-storm", $"one page of {page} entries of an Inbox of {entries}", "pages", "entries")
{
    private IReadOnlyList<FilledDevice> _devices = [];
    private string[] _cursors = [];

    /// <inheritdoc/>
    public override async Task PrepareAsync(IProgress<double> progress, CancellationToken ct)
    {
        _devices = await new FilledInboxes(context).MakeAsync(devices, entries, bodyBytes, progress, ct);
        _cursors = [.. _devices.Select(device => device.Old)];
    }

    /// <inheritdoc/>
    public override async Task<Outcome> RunAsync(long number, CancellationToken ct)
    {
        var i = (int)(number % _devices.Count);
        var device = _devices[i];
        var query = new InboxQuery(Volatile.Read(ref _cursors[i]), page);
        var reply = await context.Target.SyncAsync(device.User, device.Id, query, ct);
        if (reply.Refused is { } refused) return refused;

        var found = reply.Value!;
        Volatile.Write(ref _cursors[i], found.More ? found.Cursor : device.Old);
        return Outcome.Of(found.Entries.Count);
    }
}
