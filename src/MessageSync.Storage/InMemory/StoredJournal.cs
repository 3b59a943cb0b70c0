using System.Collections.Immutable;

namespace MessageSync.Storage.InMemory;

/// <summary>One batch in the journal.</summary>
/// <param name="Runs">What it has to announce yet.</param>
/// <param name="IsFence">True where a row stands in the place of a batch that was never stored.</param>
internal sealed record StoredBatch(ImmutableList<JournalRun> Runs, bool IsFence);

/// <summary>
/// The journal of one writer, immutable. Its newest row always stays, if need be with nothing to announce: no batch up to
/// that number is ever stored again.
/// </summary>
internal sealed record StoredJournal(string Writer)
{
    private ImmutableSortedDictionary<long, StoredBatch> Batches { get; init; } =
        ImmutableSortedDictionary<long, StoredBatch>.Empty;

    /// <summary>The number of the newest row; 0 before the first.</summary>
    public long Newest => Batches.IsEmpty ? 0 : Batches.Keys.Last();

    /// <summary>What is to be announced yet, batches in order.</summary>
    public IEnumerable<JournalRow> Rows => Batches
        .Where(row => !row.Value.Runs.IsEmpty)
        .Select(row => new JournalRow(new(Writer, row.Key), row.Value.Runs));

    /// <summary>The journal with a row more; older ones that announce nothing go.</summary>
    /// <exception cref="InvalidOperationException">That number is used, or fenced.</exception>
    public StoredJournal With(long batch, IEnumerable<JournalRun> runs)
    {
        RequireNew(batch);
        return Add(batch, new([.. runs], IsFence: false));
    }

    /// <summary>Finds a batch, or makes sure that it will never be there.</summary>
    public (StoredJournal After, JournalRow? Stored) Fence(long batch)
    {
        if (Batches.TryGetValue(batch, out var row))
            return (this, row.IsFence ? null : new(new(Writer, batch), row.Runs));

        RequireNew(batch);
        return (Add(batch, new([], IsFence: true)), null);
    }

    /// <summary>The journal with nothing more to announce up to a batch.</summary>
    public StoredJournal Clear(long through)
    {
        var cleared = Batches.SetItems(Batches.Where(row => row.Key <= through).Select(
            row => KeyValuePair.Create(row.Key, row.Value with { Runs = [] })));
        return (this with { Batches = cleared }).Tidy();
    }

    private StoredJournal Add(long batch, StoredBatch row) => (this with { Batches = Batches.Add(batch, row) }).Tidy();

    private StoredJournal Tidy() => this with
    {
        Batches = Batches.RemoveRange(
            Batches.Where(row => row.Value.Runs.IsEmpty && row.Key < Newest).Select(row => row.Key)),
    };

    private void RequireNew(long batch)
    {
        if (batch <= Newest) throw new InvalidOperationException($"Batch {batch} of writer {Writer} is used or fenced.");
    }
}
