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

    /// <summary>How often it was marked unread, and how often the mark was taken away.</summary>
    public int Marks { get; init; }

    public int Clears { get; init; }

    /// <summary>True when the mark was as wanted at some time between an earlier view and this one.</summary>
    public bool WasMarked(bool unread, OwnTruth before) =>
        before.MarkedUnread == unread || (unread ? Marks > before.Marks : Clears > before.Clears);

    public OwnTruth With(ViewChange change) => this with
    {
        Hidden = change.Hidden is { } range
            ? Hidden.Union(Enumerable.Range((int)range.From.Value, (int)range.Count).Select(seq => (long)seq))
            : Hidden,
        UnlistedUpTo = change.UnlistedUpTo?.Value ?? UnlistedUpTo,
        MarkedUnread = change.MarkedUnread ?? MarkedUnread,
        Marks = Marks + (change.MarkedUnread == true ? 1 : 0),
        Clears = Clears + (change.MarkedUnread == false ? 1 : 0),
    };
}
