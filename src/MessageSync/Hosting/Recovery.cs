using MessageSync.FanOut;
using MessageSync.Storage;
using Microsoft.Extensions.Logging;

namespace MessageSync.Hosting;

/// <summary>Announces what dead writers left, nobody having touched those conversations; then drops it from the journal.
/// Inboxes know what they were told, so that repeating does no harm.</summary>
internal sealed class Recovery(FanOutQueue fanOut, IGroupCommit commit, ILogger<Recovery> logger)
{
    public void Announce(LeftBehind left)
    {
        if (left.Rows.Count > 0 || left.Lags.Count > 0) logger.TookOver(left.Rows.Count, left.Lags.Count);
        foreach (var writer in left.Rows.GroupBy(row => row.Key.Writer, StringComparer.Ordinal))
        {
            var runs = writer.OrderBy(row => row.Key.Batch).SelectMany(row => row.Runs).ToList();
            var open = runs.Sum(run => run.Announcements.Count);
            var clear = new JournalClear(writer.Key, writer.Max(row => row.Key.Batch));
            if (open == 0) _ = ClearAsync(clear);
            foreach (var run in runs)
                fanOut.Announce(run.Conversation, [.. run.Announcements.Select(one => new PendingAnnouncement(one, null, Done))]);

            void Done()
            {
                if (Interlocked.Decrement(ref open) == 0) _ = ClearAsync(clear);
            }
        }
    }

    private async Task ClearAsync(JournalClear clear)
    {
        try
        {
            await commit.CommitAsync(clear);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreOverloadedException)
        {
            // The next start finds it again, and every Inbox knows it.
            logger.UpkeepInterrupted(failure);
        }
    }
}
