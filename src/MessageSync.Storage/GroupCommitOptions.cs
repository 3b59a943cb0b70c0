using System.ComponentModel.DataAnnotations;

namespace MessageSync.Storage;

/// <summary>How writes are gathered. The defaults suit a machine of two cores.</summary>
public sealed class GroupCommitOptions
{
    /// <summary>Most writes of one transaction, 1 to 10 000. Default 1000.</summary>
    [Range(1, 10_000)]
    public int BatchWritesMax { get; set; } = 1000;

    /// <summary>Most writes that wait; one more is refused as overloaded. 1 to 1 000 000, default 20 000.</summary>
    [Range(1, 1_000_000)]
    public int WaitingMax { get; set; } = 20_000;

    /// <summary>How long a busy store may hold offers back so that more of them are stored together; an idle one does
    /// not. What has waited for so long also sets another writer to work. 0 to 1 s, default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan PatienceMax { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to wait before asking an unreachable store again. 10 ms to 1 minute, default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMilliseconds(250);
}
