namespace MessageSync.Timelines;

/// <summary>The options that decide.</summary>
/// <param name="MembersMax">How many members a conversation may have.</param>
/// <param name="RecallWindow">How long after sending the sender may recall a message.</param>
public sealed record TimelineRules(int MembersMax, TimeSpan RecallWindow);
