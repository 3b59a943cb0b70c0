namespace MessageSync.Load.Measuring;

/// <summary>What is measured, on the clock's timestamps: warm-up, then the measured time. It may end early.</summary>
internal sealed class Window
{
    private readonly TimeProvider _clock;
    private long _end;

    /// <summary>A window whose warm-up begins now.</summary>
    /// <param name="clock">The only clock of a run.</param>
    /// <param name="warmUp">0 or more.</param>
    /// <param name="measured">Above 0.</param>
    public Window(TimeProvider clock, TimeSpan warmUp, TimeSpan measured)
    {
        _clock = clock;
        Begin = clock.GetTimestamp();
        Start = Begin + Stamps(warmUp);
        _end = Start + Stamps(measured);
    }

    /// <summary>When the first operation may begin.</summary>
    public long Begin { get; }

    /// <summary>Where warm-up ends and counting begins.</summary>
    public long Start { get; }

    /// <summary>Where it ends: no operation begins from here on.</summary>
    public long End => Interlocked.Read(ref _end);

    /// <summary>How long was measured: zero when it ended in the warm-up.</summary>
    public TimeSpan Measured => End <= Start ? TimeSpan.Zero : _clock.GetElapsedTime(Start, End);

    /// <summary>True once nothing may begin any more.</summary>
    public bool IsOver => _clock.GetTimestamp() >= End;

    /// <summary>True for a moment that counts.</summary>
    public bool Counts(long timestamp) => timestamp >= Start && timestamp < End;

    /// <summary>Ends it now, unless it is over.</summary>
    public void EndNow()
    {
        if (!IsOver) Interlocked.Exchange(ref _end, _clock.GetTimestamp());
    }

    /// <summary>A duration in the clock's stamps.</summary>
    public long Stamps(TimeSpan duration) =>
        (long)(duration.Ticks * ((double)_clock.TimestampFrequency / TimeSpan.TicksPerSecond));
}
