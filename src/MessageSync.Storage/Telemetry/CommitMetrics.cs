using System.Diagnostics.Metrics;

namespace MessageSync.Storage;

/// <summary>Instruments of group commit.</summary>
internal sealed class CommitMetrics
{
    /// <summary>The store did not say what became of a batch: its journal was asked.</summary>
    public const string OutcomeUnknown = "outcome-unknown";

    /// <summary>Another silo had fenced the writer: the batch went to the store again, under another id.</summary>
    public const string Fenced = "fenced";

    /// <summary>Something in the batch cannot be stored: its halves were tried.</summary>
    public const string Halved = "halved";

    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _writes;
    private readonly Histogram<long> _messages;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _retries;

    /// <summary>Makes them.</summary>
    /// <param name="meters">Null where nobody listens.</param>
    /// <param name="waiting">How many writes wait.</param>
    public CommitMetrics(IMeterFactory? meters, Func<int> waiting)
    {
        var meter = Telemetry.MeterOf(meters);
        meter.CreateObservableUpDownCounter(
            "messagesync.commit.queue", waiting, "{write}", "Writes that wait for their batch.");
        _duration = meter.CreateHistogram(
            "messagesync.commit.duration", "s", "Time of a batch by phase.", null, Buckets.Seconds);
        _writes = meter.CreateHistogram(
            "messagesync.commit.writes", "{write}", "Writes of a batch.", null, Buckets.Counts);
        _messages = meter.CreateHistogram(
            "messagesync.commit.messages", "{message}", "Messages of a batch.", null, Buckets.Counts);
        _outcomes = meter.CreateCounter<long>(
            "messagesync.writes", "{write}", "Writes that the store answered.");
        _retries = meter.CreateCounter<long>(
            "messagesync.commit.retries", "{batch}", "Batches that were not simply stored.");
    }

    /// <summary>For whoever is not measured.</summary>
    public static CommitMetrics Unheard { get; } = new(null, static () => 0);

    private bool IsHeard => _duration.Enabled || _writes.Enabled || _messages.Enabled || _outcomes.Enabled;

    /// <summary>A batch is about to be handed to the store; its span is the current one then.</summary>
    /// <param name="writes">Of the batch.</param>
    /// <param name="since">Since when the first of them waits.</param>
    /// <param name="clock">The server's.</param>
    /// <returns>Null where nobody listens.</returns>
    public BatchWatch? Begin(IReadOnlyList<StoreWrite> writes, long since, TimeProvider clock)
    {
        var isHeard = IsHeard;
        if (!isHeard && !Telemetry.IsTraced) return null;

        var span = Telemetry.Begin(Spans.Commit, writes.SelectMany(one => one.Causes ?? []));
        if (!isHeard && span is null) return null;

        var messages = writes.OfType<TimelineRun>().Sum(run => run.Changes.Count(one => one is Timelines.MessageSent));
        span?.SetTag(Tags.Writes, writes.Count).SetTag(Tags.Messages, messages);
        _writes.Record(writes.Count);
        _messages.Record(messages);
        Took("queue", clock.GetElapsedTime(since));
        return new(this, writes, clock, span);
    }

    /// <summary>A batch was not simply stored.</summary>
    public void Retried(string reason) => _retries.Add(1, new KeyValuePair<string, object?>(Tags.Reason, reason));

    /// <summary>One phase of a batch is over.</summary>
    public void Took(string phase, TimeSpan time) =>
        _duration.Record(time.TotalSeconds, new KeyValuePair<string, object?>(Tags.Phase, phase));

    /// <summary>The store answered writes.</summary>
    public void Answered(string kind, string outcome, int count) => _outcomes.Add(
        count, new KeyValuePair<string, object?>(Tags.Write, kind),
        new KeyValuePair<string, object?>(Tags.Outcome, outcome));
}
