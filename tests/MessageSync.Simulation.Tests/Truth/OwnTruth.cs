using System.Collections.Immutable;
using MessageSync.Inboxes;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>What a user did to their own view of one conversation, in the plainest way.</summary>
internal sealed record OwnTruth
{
    public static OwnTruth Untouched { get; } = new();

    public ImmutableSortedSet<long> Hidden { get; init; } = [];

    /// <summary>The head when they last deleted the chat; -1 if never.</summary>
    public long UnlistedUpTo { get; init; } = -1;

    public bool MarkedUnread { get; init; }

    public OwnTruth With(ViewChange change) => this with
    {
        Hidden = change.Hidden is { } range
            ? Hidden.Union(Enumerable.Range((int)range.From.Value, (int)range.Count).Select(seq => (long)seq))
            : Hidden,
        UnlistedUpTo = change.UnlistedUpTo?.Value ?? UnlistedUpTo,
        MarkedUnread = change.MarkedUnread ?? MarkedUnread,
    };
}
