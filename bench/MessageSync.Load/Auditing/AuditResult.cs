using MessageSync.Load.Measuring;

namespace MessageSync.Load.Auditing;

/// <summary>What the audit of a sample of users found.</summary>
/// <param name="Users">How many users.</param>
/// <param name="Acknowledged">Messages that were acknowledged and had to reach them, all users together.</param>
/// <param name="InInbox">Of these, how many their Inboxes showed.</param>
/// <param name="InHistory">Of the rest (large groups, trimmed Inboxes), how many were looked up in the history and
/// found; at most 200 of each user are looked up.</param>
/// <param name="Missing">How many should have been somewhere and were not.</param>
/// <param name="Repeated">How many an Inbox showed twice.</param>
/// <param name="OutOfOrder">How many an Inbox showed after a later one.</param>
/// <param name="Lag">From the answer to a send to the moment a listening device had it; empty without
/// listeners.</param>
internal sealed record AuditResult(
    int Users, long Acknowledged, long InInbox, long InHistory, long Missing, long Repeated, long OutOfOrder,
    LatencyHistogram Lag)
{
    /// <summary>True when nothing is missing, twice or out of order.</summary>
    public bool IsGood => Missing == 0 && Repeated == 0 && OutOfOrder == 0;
}
