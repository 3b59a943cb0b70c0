using System.Diagnostics;
using System.Diagnostics.Metrics;
using MessageSync.Storage;

namespace MessageSync.FrontEnd;

/// <summary>Counts and times calls of one kind, by what came of them.</summary>
internal sealed class CallMetrics
{
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the two instruments.</summary>
    /// <param name="meter">Of which.</param>
    /// <param name="name">Of one call: <c>messagesync.send</c>.</param>
    /// <param name="unit">Of one call: <c>{send}</c>.</param>
    public CallMetrics(Meter meter, string name, string unit)
    {
        _calls = meter.CreateCounter<long>($"{name}s", unit, "Calls by what came of them.");
        _duration = meter.CreateHistogram(
            $"{name}.duration", "s", "Time of a call, as its caller sees it.", null, Buckets.Seconds);
    }

    /// <summary>True where somebody listens.</summary>
    public bool IsHeard => _calls.Enabled || _duration.Enabled;

    /// <summary>A call was answered.</summary>
    /// <param name="call">Which.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="refusal">Why not; null where it was not refused.</param>
    public void Answered(in WatchedCall call, string outcome, Refusal? refusal)
    {
        if (refusal is null) End(call, outcome, null);
        else End(call, Outcomes.Refused, RefusalSlugs.Of(refusal));
    }

    /// <summary>A call failed.</summary>
    public void Failed(in WatchedCall call, Exception failure)
    {
        var (outcome, error) = Outcomes.Of(failure);
        End(call, outcome, error);
    }

    private void End(in WatchedCall call, string outcome, string? error)
    {
        var tags = new TagList { { Tags.Outcome, outcome } };
        if (call.Via is not null) tags.Add(Tags.Via, call.Via);
        _duration.Record(Stopwatch.GetElapsedTime(call.Began).TotalSeconds, tags);
        if (error is not null) tags.Add(Tags.Error, error);
        _calls.Add(1, tags);
        if (call.Span is not { } span) return;

        span.SetTag(Tags.Outcome, outcome);
        if (error is not null) span.SetTag(Tags.Error, error);
        if (outcome == Outcomes.Failed) span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }
}

/// <summary>A call that is measured.</summary>
/// <param name="Began">When it began: a time stamp of the system.</param>
/// <param name="Span">Its span; null where it is not traced.</param>
/// <param name="Via">How it came; null where there is one way only.</param>
internal readonly record struct WatchedCall(long Began, Activity? Span, string? Via);
