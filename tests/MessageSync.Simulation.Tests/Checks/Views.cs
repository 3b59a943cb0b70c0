using System.Globalization;
using MessageSync.Simulation.Tests.Truth;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T4, T17: a conversation as shown follows its formulas: head, unread, read mark, the last message; of a former
/// member as at leaving, but for <c>mutationHead</c>. Looked at whenever nothing was stored meanwhile.</summary>
internal static class Views
{
    public static string Describe(Conversation shown) => string.Create(CultureInfo.InvariantCulture,
        $"head {shown.Head}, read {shown.ReadUpTo}, unread {shown.Unread}{(shown.Unlisted == true ? ", unlisted" : "")}");

    public static void Check(Ledger ledger, UserId user, Conversation shown)
    {
        var log = ledger.Find(shown.Id)!;
        var (visible, stay, own) = (ledger.VisibleTo(user, log), log.StaysOf(user)[^1], ledger.ViewOf(user, log));
        var (at, head) = (stay.Left ?? log.Changes.Count, stay.UpTo ?? log.Messages.Count);
        var last = visible.Count > 0 ? log.States[(int)visible.Max - 1].Now : null;
        var mutation = stay.Left is null ? log.MutationHead
            : visible.Select(seq => log.States[(int)seq - 1].Now.Mutation.Value).DefaultIfEmpty().Max();

        Same("head", head, shown.Head.Value);
        Same("headAt", log.SentAt(head), shown.HeadAt);
        Same("title", log.TitleAt(at), shown.Title);
        Same("memberCount", log.MembersAt(at).Count, shown.MemberCount);
        Same("joinedAt", stay.JoinedAt, shown.JoinedAt!.Value);
        Same("leftAt", stay.LeftAt, shown.LeftAt);
        Same("role", stay.Role, shown.Role!.Value);
        Same("readUpTo", stay.ReadUpTo, shown.ReadUpTo!.Value.Value);
        Same("markedUnread", own.MarkedUnread, shown.MarkedUnread!.Value);
        Same("unlisted", ledger.IsUnlisted(user, log), shown.Unlisted!.Value);
        Same("unread", ledger.UnreadOf(user, log), shown.Unread!.Value);
        Same("lastMessage", last, shown.LastMessage);
        Same("mutationHead", mutation, shown.MutationHead.Value);

        void Same<T>(string what, T expected, T given) => SimulationFailure.Unless(
            EqualityComparer<T>.Default.Equals(expected, given), what == "unread" ? "T17" : "T4",
            () => $"{what} of {log.Id} for {user} is {expected}; shown is {given}.");
    }
}
