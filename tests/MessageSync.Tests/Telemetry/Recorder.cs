using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MessageSync.Tests.Telemetry;

/// <summary>One measurement.</summary>
internal sealed record Measured(Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    /// <summary>A tag's value; null where it has no such tag.</summary>
    public string? Tag(string name) => Tags.GetValueOrDefault(name) as string;
}

/// <summary>Listens to all instruments of one host.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly List<Measured> _measured = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Recorder(IMeterFactory host)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != MessageSyncTelemetry.MeterName || instrument.Meter.Scope != host) return;
            _instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyDictionary<string, Instrument> Instruments => _instruments;

    /// <summary>Everything so far, those that are looked at included.</summary>
    public IReadOnlyList<Measured> All
    {
        get
        {
            _listener.RecordObservableInstruments();
            lock (_measured) return [.. _measured];
        }
    }

    /// <summary>The sum of what was counted or the number of what was timed.</summary>
    public double Sum(string name, params (string Tag, string Value)[] tags) => Of(name, tags).Sum(one => one.Value);

    public IReadOnlyList<Measured> Of(string name, params (string Tag, string Value)[] tags)
    {
        lock (_measured)
        {
            return [.. _measured.Where(one => one.Instrument.Name == name
                && Array.TrueForAll(tags, tag => one.Tag(tag.Tag) == tag.Value))];
        }
    }

    /// <summary>What an instrument that is looked at shows now.</summary>
    public double Now(string name, params (string Tag, string Value)[] tags)
    {
        lock (_measured) _measured.RemoveAll(one => one.Instrument.Name == name);
        _listener.RecordObservableInstruments();
        return Sum(name, tags);
    }

    /// <summary>Waits until something was measured.</summary>
    public async Task UntilAsync(Func<bool> isThere, string what)
    {
        while (true)
        {
            Task changed;
            lock (_measured)
            {
                if (_changed.Task.IsCompleted) _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }
            if (isThere()) return;
            try
            {
                await changed.WaitAsync(TimeSpan.FromMinutes(1));
            }
            catch (TimeoutException)
            {
                Assert.Fail($"Awaited: {what}. Measured: {string.Join(' ', All.Select(one => one.Instrument.Name).Distinct())}");
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kept = tags.ToArray().ToDictionary(StringComparer.Ordinal);
        lock (_measured)
        {
            _measured.Add(new(instrument, value, kept));
            _changed.TrySetResult();
        }
    }
}
