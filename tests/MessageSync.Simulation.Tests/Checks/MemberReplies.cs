using MessageSync.Simulation.Tests.Truth;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T4, at every page of members while nothing was stored: who is in, as what, and how far they have read; for
/// a former member who stayed when they left, and nothing of what those have read.</summary>
internal static class MemberReplies
{
    public static void Check(
        Ledger ledger, UserId user, ConversationId id, UserId? after, int limit, MembersPage page)
    {
        var log = ledger.Find(id)!;
        var left = log.StaysOf(user)[^1].Left;
        var members = log.MembersAt(left ?? log.Changes.Count);
        var hasReceipts = left is null && members.Count <= Limits.ReceiptMembersMax;
        var due = members.Where(member => after is not { } last || member.CompareTo(last) > 0).Take(limit)
            .Select(member => (member, log.StaysOf(member).Last(stay => left is null || stay.Joined <= left)))
            .Select(one => Line(one.member, one.Item2.Role, one.Item2.JoinedAt, hasReceipts ? one.Item2.ReadUpTo : null));
        var shown = page.Members.Select(one => Line(one.User, one.Role, one.JoinedAt, one.ReadUpTo?.Value));
        SimulationFailure.Unless(due.SequenceEqual(shown), "T4",
            () => $"Members of {id} for {user} are {string.Join(", ", due)}; shown are {string.Join(", ", shown)}.");
    }

    private static string Line(UserId user, MemberRole role, DateTimeOffset joinedAt, long? readUpTo) =>
        $"{user} {role} since {joinedAt:O}, read {readUpTo}";
}
