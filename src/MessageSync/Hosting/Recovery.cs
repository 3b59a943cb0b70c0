using MessageSync.FanOut;
using MessageSync.Storage;
using Microsoft.Extensions.Logging;

namespace MessageSync.Hosting;

/// <summary>Announces what dead writers left, nobody having touched those conversations; then drops it from the journal.
/// Inboxes know what they were told, so that repeating does no harm.</summary>
internal sealed class Recovery(
    FanOutQueue fanOut, IGroupCommit commit, TimeProvider clock, ILogger<Recovery> logger, CancellationToken stopping)
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);

    /// <summary>Announces what was left; rows of a writer whose rows are being announced already are passed over.</summary>
    /// <param name="left">Of fenced writers: there will be no more.</param>
    /// <param name="lags">How many lags came with it and are new, for the log.</param>
    public void Announce(LeftBehind left, int lags)
    {
        var writers = left.Rows.GroupBy(row => row.Key.Writer, StringComparer.Ordinal).Where(IsNew).ToList();
        if (writers.Count > 0 || lags > 0) logger.TookOver(writers.Sum(writer => writer.Count()), lags);

        // Several writers may have left changes of one conversation: change order is what counts.
        var others = left.Others.ToLookup(run => run.Conversation, run => run.Announcements);
        var pending = writers.SelectMany(PendingOf);
        foreach (var conversation in pending.GroupBy(one => one.Conversation, one => one.Announcement))
        {
            var notTaken = others[conversation.Key].SelectMany(some => some)
                .Select(one => new PendingAnnouncement(one, null, () => { }));
            fanOut.Announce(conversation.Key, [.. conversation.Concat(notTaken).OrderBy(one => one.Announcement.Change)]);
        }
    }

    private bool IsNew(IGrouping<string, JournalRow> writer)
    {
        lock (_gate) return _underWay.Add(writer.Key);
    }

    /// <summary>What one writer left; when the last of it is announced, its rows are dropped.</summary>
    private IEnumerable<(ConversationId Conversation, PendingAnnouncement Announcement)> PendingOf(
        IGrouping<string, JournalRow> writer)
    {
        var runs = writer.SelectMany(row => row.Runs).ToList();
        var open = runs.Sum(run => run.Announcements.Count);
        var clear = new JournalClear(writer.Key, writer.Max(row => row.Key.Batch));
        var now = fanOut.Metrics.Now();
        if (open == 0) _ = ClearAsync(clear);
        return runs.SelectMany(run => run.Announcements.Select(
            one => (run.Conversation, new PendingAnnouncement(one, null, Done) { Since = now })));

        void Done()
        {
            if (Interlocked.Decrement(ref open) == 0) _ = ClearAsync(clear);
        }
    }

    private async Task ClearAsync(JournalClear clear)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await commit.CommitAsync(clear);
                lock (_gate) _underWay.Remove(clear.Writer);
                return;
            }
            catch (Exception failure) when (failure is StoreUnavailableException or StoreOverloadedException)
            {
                // The store tells of it itself, once.
                await Task.Delay(s_retryAfter, clock, CancellationToken.None);
            }
        }
    }
}
