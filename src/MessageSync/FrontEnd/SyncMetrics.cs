using System.Diagnostics;
using System.Diagnostics.Metrics;
using MessageSync.Grains;
using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.FrontEnd;

/// <summary>Instruments and spans of syncs: the reads alone, without waiting for something to come.</summary>
internal sealed class SyncMetrics
{
    /// <summary>A sync of a request, which may be a wait.</summary>
    public const string Request = "request";

    /// <summary>A sync of a stream.</summary>
    public const string Stream = "stream";

    private readonly CallMetrics _syncs;
    private readonly Histogram<long> _entries;
    private readonly Counter<long> _resets;

    /// <summary>Makes them.</summary>
    public SyncMetrics(Meter meter)
    {
        _syncs = new(meter, "messagesync.sync", "{sync}");
        _entries = meter.CreateHistogram(
            "messagesync.sync.entries", "{entry}", "Entries of a page of an Inbox.", null, Buckets.Counts);
        _resets = meter.CreateCounter<long>(
            "messagesync.resets", "{reset}", "Pages of Inboxes that told the device to reset.");
    }

    private bool IsHeard => _syncs.IsHeard || _entries.Enabled || _resets.Enabled || Telemetry.IsTraced;

    /// <summary>Syncs.</summary>
    /// <param name="inbox">Whose.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="via">By a request or by a stream.</param>
    /// <param name="cause">The span of what woke it; null where nothing that is recorded did.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Answer<SyncPage>> SyncAsync(
        IInboxGrain inbox, SyncRequest request, string via, Activity? cause, CancellationToken ct) => IsHeard
        ? MeasureAsync(inbox, request, via, cause, ct)
        : inbox.SyncAsync(request, ct);

    private async Task<Answer<SyncPage>> MeasureAsync(
        IInboxGrain inbox, SyncRequest request, string via, Activity? cause, CancellationToken ct)
    {
        var call = new WatchedCall(Stopwatch.GetTimestamp(), BeginSpan(via, cause), via);
        try
        {
            var answer = await inbox.SyncAsync(request, ct);
            if (answer.Value is { } page) Shown(call, page);
            _syncs.Answered(call, answer.Value?.Reset is null ? Outcomes.Shown : Outcomes.Reset, answer.Refusal);
            return answer;
        }
        catch (Exception failure)
        {
            _syncs.Failed(call, failure);
            throw;
        }
    }

    private void Shown(in WatchedCall call, SyncPage page)
    {
        call.Span?.SetTag(Tags.Entries, page.Entries.Count);
        _entries.Record(page.Entries.Count, new KeyValuePair<string, object?>(Tags.Via, call.Via));
        if (page.Reset is { } reset) _resets.Add(1, new KeyValuePair<string, object?>(Tags.Reason, WordOf(reset.Reason)));
    }

    private static string WordOf(ResetReason reason) => reason switch
    {
        ResetReason.Trimmed => "trimmed",
        ResetReason.New => "new",
        ResetReason.Epoch => "epoch",
        _ => throw new UnreachableException($"{reason} has no word."),
    };

    /// <summary>That of a request belongs to it and is linked to what woke it; that of a stream, which may be open for
    /// days, belongs to what woke it and is linked to the stream.</summary>
    private static Activity? BeginSpan(string via, Activity? cause)
    {
        if (!Telemetry.IsTraced) return null;

        var (parent, other) = via == Stream && cause is not null ? (cause, Activity.Current) : (Activity.Current, cause);
        ActivityLink[]? links = other is null ? null : [new(other.Context)];
        return Telemetry.Source.StartActivity(
            Spans.Sync, ActivityKind.Internal, parent?.Context ?? default, [new(Tags.Via, via)], links);
    }
}
