using System.Collections.Concurrent;
using System.Diagnostics;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>How long after a fault each conversation accepts sends again. Thread-safe.</summary>
internal sealed class Healing
{
    private readonly ConcurrentDictionary<string, TimeSpan> _healed = new(StringComparer.Ordinal);
    private long _fault = long.MaxValue;

    /// <summary>A fault begins.</summary>
    public void Begin()
    {
        _healed.Clear();
        Volatile.Write(ref _fault, Stopwatch.GetTimestamp());
    }

    /// <summary>Since the fault.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(Volatile.Read(ref _fault));

    /// <summary>How long it took each that was sent to again.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Healed => _healed;

    /// <summary>A send was accepted.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="began">When the successful request began; what was under way at the fault tells nothing.</param>
    public void Accepted(string conversation, long began)
    {
        if (began > Volatile.Read(ref _fault)) _healed.TryAdd(conversation, Elapsed);
    }
}
