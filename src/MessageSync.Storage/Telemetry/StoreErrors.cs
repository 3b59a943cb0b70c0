using System.Diagnostics.Metrics;

namespace MessageSync.Storage;

/// <summary>Counts the errors of a store by kind.</summary>
internal sealed class StoreErrors
{
    /// <summary>It cannot be reached, or its disk fails.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>It took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>Its disk is full.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>It takes no writes.</summary>
    public const string ReadOnly = "read-only";

    /// <summary>What it holds is damaged.</summary>
    public const string Damaged = "damaged";

    /// <summary>Another program holds it.</summary>
    public const string Locked = "locked";

    /// <summary>It has no connection left.</summary>
    public const string Crowded = "crowded";

    /// <summary>The role may not do this.</summary>
    public const string NoRight = "no-right";

    /// <summary>Two transactions waited for one another; tried again.</summary>
    public const string Deadlock = "deadlock";

    /// <summary>Two transactions were in each other's way; tried again.</summary>
    public const string Serialization = "serialization";

    /// <summary>Something in the work itself cannot be stored or read.</summary>
    public const string Unwritable = "unwritable";

    private readonly Counter<long> _errors;
    private readonly KeyValuePair<string, object?> _store;

    /// <summary>Makes the counter.</summary>
    /// <param name="meters">Null where nobody listens.</param>
    /// <param name="store">As OpenTelemetry names it.</param>
    /// <param name="reads">How many reads wait or are under way.</param>
    public StoreErrors(IMeterFactory? meters, string store, Func<int> reads)
    {
        var meter = Telemetry.MeterOf(meters);
        _store = new(Tags.Store, store);
        _errors = meter.CreateCounter<long>("messagesync.store.errors", "{error}", "Errors of the store.");
        meter.CreateObservableUpDownCounter(
            "messagesync.store.reads", () => new Measurement<int>(reads(), _store), "{read}",
            "Reads that wait for the store or are under way.");
    }

    /// <summary>One happened.</summary>
    public void Add(string kind) => _errors.Add(1, _store, new KeyValuePair<string, object?>(Tags.Error, kind));
}
