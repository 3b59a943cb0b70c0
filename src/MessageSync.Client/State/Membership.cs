using System.Collections.Immutable;

namespace MessageSync.Client;

/// <summary>The members of one conversation as far as a device knows them, and how far they have read.</summary>
public sealed record Membership
{
    /// <summary>The conversation's id.</summary>
    public required string Conversation { get; init; }

    /// <summary>The role of each known present member.</summary>
    public ImmutableSortedDictionary<string, string> Roles
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = Sorted<string>();

    /// <summary>True when nobody is missing in <see cref="Roles"/>.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The read position of each user who told one; never moves back.</summary>
    public ImmutableSortedDictionary<string, long> Receipts
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = Sorted<long>();

    /// <summary>The head of the conversation when <see cref="Roles"/> were right: who joins again after that does so at
    /// this head or a higher one.</summary>
    public long AsOfHead { get; init; }

    /// <summary>The pages read so far of a list that takes the place of <see cref="Roles"/> when it is whole.</summary>
    public ImmutableSortedDictionary<string, string> Reading
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = Sorted<string>();

    internal Membership WithReceipt(string reader, long upTo) =>
        Receipts.TryGetValue(reader, out var known) && known >= upTo
            ? this
            : this with { Receipts = Receipts.SetItem(reader, upTo) };

    private static ImmutableSortedDictionary<string, T> Sorted<T>() =>
        ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
