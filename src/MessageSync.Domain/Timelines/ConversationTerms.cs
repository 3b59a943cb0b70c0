namespace MessageSync.Timelines;

/// <summary>What kind of conversation it is.</summary>
public enum ConversationKind
{
    /// <summary>Any number of members, owners among them.</summary>
    Group,
    /// <summary>Exactly the two of a pair (or one with oneself), for ever; no owner.</summary>
    Direct,
}

/// <summary>How much of the history a member sees.</summary>
public enum HistoryPolicy
{
    /// <summary>What was sent while a member: the union of the member intervals. Default for groups.</summary>
    SinceJoin,
    /// <summary>Everything up to the last leaving. Always so for direct conversations.</summary>
    All,
}

/// <summary>What a member may do.</summary>
public enum MemberRole
{
    /// <summary>Reads, sends, changes what is their own.</summary>
    Member,
    /// <summary>Also changes the members and the title.</summary>
    Owner,
}

/// <summary>What a conversation is from its first moment on.</summary>
/// <param name="Kind">Group or direct.</param>
/// <param name="History">How much of it members see.</param>
/// <param name="Creator">Who made it: a user, or a service by its own name.</param>
/// <param name="CreatedAt">When.</param>
public sealed record ConversationTerms(
    ConversationKind Kind, HistoryPolicy History, UserId Creator, DateTimeOffset CreatedAt);
