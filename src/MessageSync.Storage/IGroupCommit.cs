namespace MessageSync.Storage;

/// <summary>Where grains hand in their writes. Each waits for its own outcome; the disk is asked once for many.</summary>
public interface IGroupCommit
{
    /// <summary>Stores a write, together with whatever else waits.</summary>
    /// <returns>The outcome, definite.</returns>
    /// <exception cref="StoreOverloadedException">Too many writes wait already. Nothing was stored.</exception>
    /// <exception cref="StoreUnavailableException">Nothing was stored.</exception>
    /// <exception cref="Exception">This very write cannot be stored; others are not touched by it.</exception>
    Task<CommitResult> CommitAsync(StoreWrite write);
}

/// <summary>What became of a write.</summary>
/// <param name="Outcome">Whether it is durable.</param>
/// <param name="Announced">To be called once for each of its announcements, when everybody has it or it is set aside: the
/// journal keeps it until then.</param>
public readonly record struct CommitResult(WriteOutcome Outcome, Action Announced);
