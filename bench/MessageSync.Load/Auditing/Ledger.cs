using System.Collections.Concurrent;

namespace MessageSync.Load.Auditing;

/// <summary>What was acknowledged and one user must learn of, and how long after the answer they did. Safe from any
/// thread.</summary>
/// <param name="clock">The clock of the run.</param>
internal sealed class Ledger(TimeProvider clock)
{
    private readonly ConcurrentQueue<SeqNo> _acknowledged = new();
    private readonly ConcurrentDictionary<SeqNo, Meeting> _waiting = new();
    private SeqNo[] _sorted = [];

    private enum Side { Acknowledged, Seen }

    /// <summary>True while somebody listens: only then are answers kept for them.</summary>
    public bool IsListened { get; set; }

    /// <summary>Everything acknowledged so far, ascending.</summary>
    public IReadOnlyList<SeqNo> Acknowledged
    {
        get
        {
            // Users of one conversation share this list, which may be long.
            var known = Volatile.Read(ref _sorted);
            if (known.Length != _acknowledged.Count) Volatile.Write(ref _sorted, known = [.. _acknowledged.Order()]);
            return known;
        }
    }

    /// <summary>A message was acknowledged.</summary>
    /// <returns>How long ago the listener saw it, as a lag: zero when it was seen before; null when it is yet to be
    /// seen.</returns>
    public TimeSpan? Acknowledge(SeqNo seq)
    {
        _acknowledged.Enqueue(seq);
        return IsListened ? Meet(seq, Side.Acknowledged) : null;
    }

    /// <summary>The listener saw a message.</summary>
    /// <returns>The time since its answer; zero when the answer is yet to come, then told there; null.</returns>
    public TimeSpan? See(SeqNo seq) => Meet(seq, Side.Seen);

    /// <summary>Whoever comes second knows the lag.</summary>
    private TimeSpan? Meet(SeqNo seq, Side side)
    {
        var now = clock.GetTimestamp();
        if (_waiting.TryAdd(seq, new(side, now))) return null;

        return _waiting.TryRemove(seq, out var first) && first.Side == Side.Acknowledged && side == Side.Seen
            ? clock.GetElapsedTime(first.At, now)
            : TimeSpan.Zero;
    }

    private readonly record struct Meeting(Side Side, long At);
}
