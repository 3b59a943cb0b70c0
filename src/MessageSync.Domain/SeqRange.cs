namespace MessageSync;

/// <summary>A run of sequence numbers, both ends included.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last; less than <paramref name="From"/> when the range is empty.</param>
public readonly record struct SeqRange(SeqNo From, SeqNo To)
{
    /// <summary>True when no number lies in it.</summary>
    public bool IsEmpty => To < From;

    /// <summary>How many numbers lie in it.</summary>
    public long Count => IsEmpty ? 0 : To.Value - From.Value + 1;

    /// <summary>True when <paramref name="seq"/> lies in it.</summary>
    public bool Contains(SeqNo seq) => seq >= From && seq <= To;

    /// <summary>What lies in both.</summary>
    public SeqRange Intersect(SeqRange other) =>
        new(From > other.From ? From : other.From, To < other.To ? To : other.To);
}
