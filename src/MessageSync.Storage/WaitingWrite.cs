namespace MessageSync.Storage;

/// <summary>A write that waits for its batch, and then for its outcome.</summary>
/// <param name="write">What is to be stored.</param>
/// <param name="since">The clock's timestamp when it was handed in.</param>
internal sealed class WaitingWrite(StoreWrite write, long since)
{
    public StoreWrite Write => write;

    public long Since => since;

    /// <summary>Continues in place on purpose: see <see cref="GroupCommit"/>.</summary>
    public TaskCompletionSource<CommitResult> Done { get; } = new();
}
