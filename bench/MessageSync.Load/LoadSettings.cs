namespace MessageSync.Load;

/// <summary>How a run is driven, whatever its mix.</summary>
internal sealed record LoadSettings
{
    /// <summary>Operations in flight of a closed loop, when nothing is said.</summary>
    public const int InFlightDefault = 256;

    /// <summary>Most operations in flight of an open loop, when nothing is said.</summary>
    public const int AtOnceDefault = 4096;

    /// <summary>Most points of a plot: intervals are as many whole seconds as it takes.</summary>
    public const int IntervalsMax = 600;

    /// <summary>Not counted, at the beginning.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What is measured.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the last operations may take after the end before they count as unfinished.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Operations in flight: of a closed loop always, of an open loop at most.</summary>
    public int InFlight { get; init; } = InFlightDefault;

    /// <summary>Operations per second of an open loop; null for a closed one.</summary>
    public double? Rate { get; init; }

    /// <summary>True to repeat what was refused after the time that the refusal names.</summary>
    public bool RetryAfter { get; init; }

    /// <summary>The length of one point of the plots.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(Duration.TotalSeconds / IntervalsMax)));
}
