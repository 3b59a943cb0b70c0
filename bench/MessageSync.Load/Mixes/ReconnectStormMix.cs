using MessageSync.Load.Auditing;
using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>
/// Many devices hold a stream; all drop, as after a failure of the network, and come back with an old position: an
/// operation is one device coming back, until its stream has caught up. Then it holds it until it drops again; messages
/// go on being sent.
/// </summary>
/// <param name="devices">One of each user, 1 or more.</param>
/// <param name="behind">Entries that a device has missed at first.</param>
/// <param name="beside">Messages sent per second meanwhile, 0 or more, into random groups.</param>
/// <param name="bodyBytes">Of each message.</param>
/// <param name="context">The run.</param>
internal sealed class ReconnectStormMix(int devices, int behind, double beside, int bodyBytes, MixContext context)
    : ReadMix(
        "reconnect-storm",
        $"one device drops its stream and comes back {behind} entries behind, until it has caught up",
        "returns", "entries"), IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private IReadOnlyList<Chat> _groups = [];
    private IReadOnlyList<ReturningDevice> _devices = [];
    private Task _sending = Task.CompletedTask;
    private string? _sendFailure;
    private int _isSending;
    private long _sent;
    private long _sendRefused;

    /// <inheritdoc/>
    public override Audit Audit { get; } = new(context.Target, context.Clock, context.Listeners);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, long> Notes => new Dictionary<string, long>(StringComparer.Ordinal)
    {
        ["messages sent beside"] = _sent,
        ["messages refused beside"] = _sendRefused,
        ["entries by streams"] = _devices.Sum(device => device.Heard),
    };

    /// <inheritdoc/>
    public override async Task PrepareAsync(IProgress<double> progress, CancellationToken ct)
    {
        var inboxes = new FilledInboxes(context);
        var filled = await inboxes.MakeAsync(devices, behind, bodyBytes, progress.Part(0, 0.9), ct);
        _devices = [.. filled.Select(device => new ReturningDevice(device, context.Target))];
        _groups = inboxes.Groups;
        for (var i = 0; i < Math.Min(context.Sample, filled.Count - _groups.Count); i++)
        {
            var group = _groups[i % _groups.Count];
            Audit.Watch(group.Members[1 + (i / _groups.Count)], group.Id);
        }
        await Preparation.ForEachAsync(
            _devices.Count,
            (i, token) => Preparation.PatientlyAsync(() => _devices[i].ReturnAsync(token), context.Clock, token),
            progress.Part(0.9, 1), ct);
        await Parallel.ForEachAsync(_devices, async (device, _) => await device.DropAsync());
    }

    /// <inheritdoc/>
    public override Task<Outcome> RunAsync(long number, CancellationToken ct)
    {
        if (beside > 0 && Interlocked.Exchange(ref _isSending, 1) == 0) _sending = SendAsync();
        return _sendFailure is { } kind
            ? throw new TargetException(kind, "A message beside the storm failed.")
            : _devices[(int)(number % _devices.Count)].ReturnAsync(ct);
    }

    /// <inheritdoc/>
    public override async Task StopAsync()
    {
        await _over.CancelAsync();
        await _sending;
        await Parallel.ForEachAsync(_devices, async (device, _) => await device.DisposeAsync());
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();

    private async Task SendAsync()
    {
        var body = Chats.Body(bodyBytes);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / beside), context.Clock);
        try
        {
            for (long number = 0; await timer.WaitForNextTickAsync(_over.Token); number++)
            {
                var group = _groups[Scatter.Pick(number, 1, context.Seed, _groups.Count)];
                var sender = group.Members[0];
                var reply = await context.Target.SendAsync(
                    sender, group.Id, context.Names.Key('b', number), body, CancellationToken.None);
                if (reply.Refused is not null) _sendRefused++;
                if (reply.Value is not { } sent) continue;

                _sent++;
                Audit.Acknowledged(group.Id, sender, sent.Seq);
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (TargetException failure)
        {
            _sendFailure = failure.Kind;   // the next operation tells it
        }
    }
}
