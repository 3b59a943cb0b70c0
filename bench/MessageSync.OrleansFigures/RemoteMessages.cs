using System.Diagnostics.Metrics;

namespace MessageSync.OrleansFigures;

/// <summary>Counts what Orleans sends between the silos and clients of this process, requests and responses.</summary>
internal sealed class RemoteMessages : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public RemoteMessages()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Microsoft.Orleans", Name: "orleans-messaging-sent-messages-size" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.Start();
    }

    /// <summary>How many, so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
