namespace MessageSync.Storage;

/// <summary>Writes that are stored together: of one kind at most one for each grain. Two of them come from two owners of the grain,
/// where one was made anew before the other was done; the later one then finds in the store what the earlier one did.</summary>
internal sealed class WriteBatch
{
    private readonly List<WaitingWrite> _writes = [];
    private readonly HashSet<(Type Kind, string Grain)> _written = [];

    /// <summary>The writes, in the order in which they came.</summary>
    public IReadOnlyList<WaitingWrite> Writes => _writes;

    /// <summary>One more.</summary>
    /// <returns>False where it belongs to the next batch.</returns>
    public bool TryAdd(WaitingWrite waiting)
    {
        if (waiting.Write.Grain is { } grain && !_written.Add((waiting.Write.GetType(), grain))) return false;

        _writes.Add(waiting);
        return true;
    }
}
