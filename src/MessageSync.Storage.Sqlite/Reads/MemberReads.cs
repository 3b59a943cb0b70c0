using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>Reads who is, and was, in a conversation.</summary>
internal static class MemberReads
{
    private const string Columns = """
        SELECT user, role, joined_change, joined_after, joined_at, read_up_to,
            left_change, left_up_to, left_at, left_title, left_count, own_change
        FROM member_interval
        """;

    private const string OfUser = Columns + " WHERE conversation = ? AND user = ? ORDER BY joined_change";

    private const string PresentNow = Columns + " WHERE conversation = ? AND left_change IS NULL";

    private const string PresentAt = Columns + """
         WHERE conversation = ? AND user > ? AND joined_change <= ?3 AND (left_change IS NULL OR left_change > ?3)
        ORDER BY user LIMIT ?
        """;

    // Rare: who joined again is looked for among those who left, by the primary key.
    private const string ReturnedTo = """
        SELECT DISTINCT user FROM member_interval AS present
        WHERE conversation = ?1 AND left_change IS NULL AND joined_after >= ?2 AND EXISTS (
            SELECT 1 FROM member_interval AS earlier
            WHERE earlier.conversation = ?1 AND earlier.user = present.user
                AND joined_after < ?2 AND left_up_to >= ?2)
        """;

    /// <summary>Everybody who is in.</summary>
    public static List<Member> Present(Session session, long conversation)
    {
        var members = new List<Member>();
        using var row = session.Sql(PresentNow).Bind(conversation);
        while (row.Step())
        {
            members.Add(new(
                new(row.Text(0)), Role(row), new(row.Long(2)), new(row.Long(3)), row.Time(4), new(row.Long(5))));
        }
        return members;
    }

    /// <summary>Members who saw a message in an earlier stay and joined again after it.</summary>
    public static IReadOnlyList<UserId> Returned(Session session, long conversation, SeqNo seq)
    {
        var users = new List<UserId>();
        using var row = session.Sql(ReturnedTo).Bind(conversation).Bind(seq.Value);
        while (row.Step()) users.Add(new(row.Text(0)));
        return users;
    }

    /// <summary>The stays of one user, ascending.</summary>
    public static IReadOnlyList<MemberInterval> Stays(Session session, long conversation, UserId user) =>
        ReadAll(session.Sql(OfUser).Bind(conversation).Bind(user.Value));

    /// <summary>Those who were in right after a change, by id.</summary>
    public static IReadOnlyList<MemberInterval> At(
        Session session, long conversation, ChangeNo at, UserId? after, int limit) =>
        ReadAll(session.Sql(PresentAt).Bind(conversation).Bind(after?.Value ?? "").Bind(at.Value).Bind(limit));

    private static List<MemberInterval> ReadAll(Statement row)
    {
        var intervals = new List<MemberInterval>();
        using (row)
            while (row.Step()) intervals.Add(Interval(row));
        return intervals;
    }

    private static MemberInterval Interval(Statement row) => new(
        new(row.Text(0)), Role(row), new(row.Long(2)), new(row.Long(3)), row.Time(4), new(row.Long(5)), Left(row))
    {
        OwnChange = new(row.Long(11)),
    };

    private static Leaving? Left(Statement row) => row.IsNull(6)
        ? null
        : new(new(row.Long(6)), new(row.Long(7)), row.Time(8), row.IsNull(9) ? null : row.Text(9), row.Int(10));

    private static MemberRole Role(Statement row) => (MemberRole)row.Int(1);
}
