using System.Diagnostics;
using System.Diagnostics.Metrics;
using MessageSync.Storage;

namespace MessageSync.FanOut;

/// <summary>Instruments and spans of fan-out.</summary>
internal sealed class FanOutMetrics
{
    private readonly Meter _meter;
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _offers;
    private ObservableGauge<double>? _lag;

    /// <summary>Makes them.</summary>
    public FanOutMetrics(IMeterFactory? meters, TimeProvider clock)
    {
        (_meter, _clock) = (Telemetry.MeterOf(meters), clock);
        _duration = _meter.CreateHistogram(
            "messagesync.fanout.duration", "s", "Time from the commit of a change until every Inbox has it.", null,
            Buckets.Seconds);
        _offers = _meter.CreateCounter<long>("messagesync.fanout.offers", "{offer}", "Offers by what came of them.");
    }

    /// <summary>Watches what is under way.</summary>
    /// <param name="pending">About how many offers.</param>
    /// <param name="oldest">Since when the oldest change waits; 0 where none does.</param>
    /// <param name="setAside">How many Inboxes have offers set aside for them.</param>
    public void Observe(Func<int> pending, Func<long> oldest, Func<int> setAside)
    {
        _meter.CreateObservableUpDownCounter(
            "messagesync.fanout.pending", pending, "{offer}", "Offers that are under way to Inboxes, about.");
        _meter.CreateObservableUpDownCounter(
            "messagesync.fanout.set_aside", setAside, "{inbox}", "Inboxes that failed to take offers, which are set aside.");
        _lag = _meter.CreateObservableGauge(
            "messagesync.fanout.lag", () => oldest() is var since and not 0 ? _clock.GetElapsedTime(since).TotalSeconds : 0,
            "s", "Age of the oldest change that is not in every Inbox.");
    }

    /// <summary>The time of a commit; 0 where nobody wants to know.</summary>
    public long Now() => _duration.Enabled || _lag is { Enabled: true } ? _clock.GetTimestamp() : 0;

    /// <summary>A round begins.</summary>
    /// <returns>Its span; null where no change of it is traced.</returns>
    public static Activity? Begin(ConversationId conversation, IReadOnlyList<PendingAnnouncement> round)
    {
        if (!Telemetry.IsTraced) return null;

        return Telemetry.Begin(Spans.FanOut, round.Select(one => one.Cause))?
            .SetTag(Tags.Conversation, conversation.Value)
            .SetTag(Tags.Changes, round.Count)
            .SetTag(Tags.Offers, round.Sum(one => one.Offers));
    }

    /// <summary>Everybody has the changes of a round. Read marks, which were held back on purpose, are not timed.</summary>
    public void Announced(IReadOnlyList<PendingAnnouncement> round)
    {
        if (!_duration.Enabled) return;
        foreach (var one in round)
            if (one.Since != 0) _duration.Record(_clock.GetElapsedTime(one.Since).TotalSeconds);
    }

    /// <summary>An Inbox took offers.</summary>
    public void Taken(int count) => Offered(count, "taken");

    /// <summary>Offers were set aside.</summary>
    public void SetAside(int count) => Offered(count, "set-aside");

    /// <summary>Offers failed and are made again.</summary>
    public void Retried(int count) => Offered(count, "retried");

    private void Offered(int count, string outcome) =>
        _offers.Add(count, new KeyValuePair<string, object?>(Tags.Outcome, outcome));
}
