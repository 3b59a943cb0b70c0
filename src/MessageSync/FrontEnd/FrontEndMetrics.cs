using System.Diagnostics;
using System.Diagnostics.Metrics;
using MessageSync.Grains;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.FrontEnd;

/// <summary>Instruments of the front end: what callers ask, and how long they wait for it.</summary>
internal sealed class FrontEndMetrics
{
    private readonly Meter _meter;
    private readonly CallMetrics _sends;
    private readonly CallMetrics _roams;
    private readonly Histogram<long> _messages;
    private readonly Counter<long> _events;
    private readonly Counter<long> _hints;

    /// <summary>Makes them.</summary>
    /// <param name="meters">Null where nobody listens.</param>
    public FrontEndMetrics(IMeterFactory? meters = null)
    {
        _meter = Telemetry.MeterOf(meters);
        _sends = new(_meter, "messagesync.send", "{send}");
        _roams = new(_meter, "messagesync.roam", "{roam}");
        Syncs = new(_meter);
        _messages = _meter.CreateHistogram(
            "messagesync.roam.messages", "{message}", "Messages of a page of a Timeline.", null, Buckets.Counts);
        _events = _meter.CreateCounter<long>(
            "messagesync.stream.events", "{event}", "Events handed to streams.");
        _hints = _meter.CreateCounter<long>("messagesync.hints", "{hint}", "Hints that came to this process.");
    }

    /// <summary>Of syncs.</summary>
    public SyncMetrics Syncs { get; }

    /// <summary>True where somebody listens to sends.</summary>
    public bool HearsSends => _sends.IsHeard || Telemetry.IsTraced;

    /// <summary>Watches who waits.</summary>
    public void Observe(Func<int> waits, Func<int> streams)
    {
        _meter.CreateObservableUpDownCounter("messagesync.waits", waits, "{wait}", "Open waits.");
        _meter.CreateObservableUpDownCounter("messagesync.streams", streams, "{stream}", "Open streams.");
    }

    /// <summary>A send begins; its span is the current one until it ends.</summary>
    public static WatchedCall BeginSend(ConversationId id) => new(
        Stopwatch.GetTimestamp(), Telemetry.Source.StartActivity(Spans.Send)?.SetTag(Tags.Conversation, id.Value), null);

    /// <summary>A send was answered.</summary>
    public void Sent(in WatchedCall call, Answer<SendReceipt> answer)
    {
        if (answer.Value is { } receipt) call.Span?.SetTag(Tags.Seq, receipt.Seq.Value);
        _sends.Answered(call, answer.Value is { Duplicate: true } ? Outcomes.Repeated : Outcomes.Accepted, answer.Refusal);
    }

    /// <summary>A send failed.</summary>
    public void SendFailed(in WatchedCall call, Exception failure) => _sends.Failed(call, failure);

    /// <summary>Reads a page of a Timeline.</summary>
    public Task<Answer<RoamingPage>> RoamAsync(
        ITimelineGrain timeline, Caller caller, RoamingAnchor anchor, int limit, CancellationToken ct) =>
        _roams.IsHeard || _messages.Enabled
            ? MeasureAsync(timeline, caller, anchor, limit, ct)
            : timeline.RoamAsync(caller, anchor, limit, ct);

    /// <summary>A stream brings events.</summary>
    public void Delivered(IReadOnlyList<StreamEvent> events)
    {
        if (!_events.Enabled) return;
        foreach (var one in events) _events.Add(1, new KeyValuePair<string, object?>(Tags.Event, WordOf(one)));
    }

    /// <summary>A hint came.</summary>
    public void Hinted(string kind) => _hints.Add(1, new KeyValuePair<string, object?>(Tags.Hint, kind));

    private async Task<Answer<RoamingPage>> MeasureAsync(
        ITimelineGrain timeline, Caller caller, RoamingAnchor anchor, int limit, CancellationToken ct)
    {
        var call = new WatchedCall(Stopwatch.GetTimestamp(), null, null);
        try
        {
            var answer = await timeline.RoamAsync(caller, anchor, limit, ct);
            if (answer.Value is { } page) _messages.Record(page.Messages.Count);
            _roams.Answered(call, Outcomes.Shown, answer.Refusal);
            return answer;
        }
        catch (Exception failure)
        {
            _roams.Failed(call, failure);
            throw;
        }
    }

    private static string WordOf(StreamEvent one) => one switch
    {
        StreamEvent.Entry => "entry",
        StreamEvent.CaughtUp => "caught-up",
        StreamEvent.Reset => "reset",
        StreamEvent.Signalled => "signal",
        StreamEvent.Conflict => "conflict",
        _ => throw new UnreachableException($"{one.GetType().Name} has no word."),
    };
}
