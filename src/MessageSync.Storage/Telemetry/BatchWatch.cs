using System.Diagnostics;

namespace MessageSync.Storage;

/// <summary>Measures one batch from being handed to the store until everybody was told.</summary>
internal sealed class BatchWatch(
    CommitMetrics metrics, IReadOnlyList<StoreWrite> writes, TimeProvider clock, Activity? span)
{
    private static readonly string[] s_kinds = ["timeline", "inbox", "devices", "journal", "lag"];
    private static readonly string[] s_outcomes = ["stored", "conflict", "send-key-known", "failed"];

    private long _since = clock.GetTimestamp();

    /// <summary>The store has it; whatever else the caller does is no part of it.</summary>
    public void HandedOver()
    {
        if (span is not null) Activity.Current = null;
    }

    /// <summary>The store answered.</summary>
    public void Stored() => EndPhase("store");

    /// <summary>It went to the store in another form.</summary>
    public void Retried(string reason)
    {
        EndPhase("store");
        span?.SetTag(Tags.Error, reason).SetStatus(ActivityStatusCode.Error);
        span?.Dispose();
    }

    /// <summary>Everybody was told.</summary>
    /// <param name="outcomes">One for each write; null when all failed.</param>
    public void Told(IReadOnlyList<WriteOutcome>? outcomes)
    {
        EndPhase("tell");
        Span<int> counts = stackalloc int[s_kinds.Length * s_outcomes.Length];
        counts.Clear();
        for (var i = 0; i < writes.Count; i++)
        {
            var outcome = outcomes is null ? s_outcomes.Length - 1 : (int)outcomes[i];
            counts[(KindOf(writes[i]) * s_outcomes.Length) + outcome]++;
        }
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) continue;
            metrics.Answered(s_kinds[i / s_outcomes.Length], s_outcomes[i % s_outcomes.Length], counts[i]);
        }
        if (outcomes is null) span?.SetTag(Tags.Error, "failed").SetStatus(ActivityStatusCode.Error);
        span?.Dispose();
    }

    private static int KindOf(StoreWrite write) => write switch
    {
        TimelineRun => 0,
        InboxWrite => 1,
        DevicesWrite => 2,
        JournalClear => 3,
        _ => 4,
    };

    private void EndPhase(string phase)
    {
        metrics.Took(phase, clock.GetElapsedTime(_since));
        _since = clock.GetTimestamp();
    }
}
