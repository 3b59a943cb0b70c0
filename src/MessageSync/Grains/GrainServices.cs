using MessageSync.FanOut;
using MessageSync.Hosting;
using MessageSync.Storage;

namespace MessageSync.Grains;

/// <summary>What all grains of a process share.</summary>
/// <param name="Timelines">Reads of Timelines.</param>
/// <param name="Inboxes">Reads of Inboxes.</param>
/// <param name="Directory">Reads of lists.</param>
/// <param name="Commit">Where writes go.</param>
/// <param name="FanOut">Brings changes to Inboxes.</param>
/// <param name="Admission">Lets commands in.</param>
/// <param name="Epoch">The life of the store.</param>
/// <param name="Metrics">Instruments of grains.</param>
/// <param name="Options">The limits.</param>
/// <param name="Clock">The server's clock.</param>
/// <param name="Stopping">The host stops.</param>
internal sealed record GrainServices(
    ITimelineStore Timelines, IInboxStore Inboxes, IDirectoryStore Directory, IGroupCommit Commit, FanOutQueue FanOut,
    Admission Admission, Epoch Epoch, GrainMetrics Metrics, MessageSyncOptions Options,
    TimeProvider Clock, CancellationToken Stopping)
{
    /// <summary>The server's clock to the millisecond, which is what is stored and shown.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Clock.GetUtcNow().ToUnixTimeMilliseconds());
}
