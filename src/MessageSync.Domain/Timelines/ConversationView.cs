namespace MessageSync.Timelines;

/// <summary>How somebody stands to a conversation.</summary>
public enum Standing
{
    /// <summary>Was never in it.</summary>
    Stranger,
    /// <summary>Was in it once.</summary>
    Former,
    /// <summary>Is in it.</summary>
    Present,
}

/// <summary>
/// One conversation with the eyes of one user, read from the store in one piece: who they are to it and what they see.
/// Every path that shows anything asks here.
/// </summary>
/// <param name="Id">The conversation.</param>
/// <param name="Terms">What it is.</param>
/// <param name="Head">The newest message.</param>
/// <param name="HeadAt">When it was sent; of an empty one, when it was made.</param>
/// <param name="MutationHead">The last edit or recall.</param>
/// <param name="Title">The title.</param>
/// <param name="MemberCount">Present members.</param>
/// <param name="Stays">The user's intervals, ascending; empty for a stranger and for a service.</param>
/// <param name="Own">What the user did to their own view.</param>
public sealed record ConversationView(
    ConversationId Id, ConversationTerms Terms, SeqNo Head, DateTimeOffset HeadAt, ChangeNo MutationHead, string? Title,
    int MemberCount, IReadOnlyList<MemberInterval> Stays, OwnView Own)
{
    /// <summary>How the user stands to it.</summary>
    public Standing Standing => Stays switch
    {
        [] => Standing.Stranger,
        [.., { Left: null }] => Standing.Present,
        _ => Standing.Former,
    };

    /// <summary>The last stay; null for a stranger.</summary>
    public MemberInterval? LastStay => Stays.Count == 0 ? null : Stays[^1];

    /// <summary>The messages that the user sees: by their intervals or up to the last leaving, minus what they hid.</summary>
    public SeqRanges Visible() => Visible(Terms.History, [.. Stays.Select(stay => stay.Sees(Head))], Own.Hidden);

    /// <summary>What somebody sees of a conversation, from no more than that takes.</summary>
    /// <param name="history">What those who join see.</param>
    /// <param name="stays">The messages of each of their stays, ascending; empty for a stranger.</param>
    /// <param name="hidden">The messages they hid.</param>
    public static SeqRanges Visible(HistoryPolicy history, IReadOnlyList<SeqRange> stays, SeqRanges hidden)
    {
        ArgumentNullException.ThrowIfNull(stays);
        ArgumentNullException.ThrowIfNull(hidden);

        if (stays.Count == 0) return SeqRanges.Empty;

        var seen = SeqRanges.Of(history == HistoryPolicy.All ? [new(new(1), stays[^1].To)] : stays);
        return seen.Minus(hidden);
    }

    /// <summary>What a service sees: everything.</summary>
    public SeqRanges All() => SeqRanges.Of([new(new(1), Head)]);

    /// <summary>True when the user keeps it out of the list until a newer message.</summary>
    public bool IsUnlisted => Own.UnlistedUpTo is { } upTo && (LastStay?.Left?.UpTo ?? Head) <= upTo;
}

/// <summary>What a user did to their own view of one conversation.</summary>
/// <param name="Hidden">The messages they hid.</param>
/// <param name="UnlistedUpTo">The head when they last deleted the chat; null if never.</param>
/// <param name="MarkedUnread">They marked it unread.</param>
public sealed record OwnView(SeqRanges Hidden, SeqNo? UnlistedUpTo, bool MarkedUnread)
{
    /// <summary>Nothing done.</summary>
    public static OwnView Untouched { get; } = new(SeqRanges.Empty, null, false);
}
