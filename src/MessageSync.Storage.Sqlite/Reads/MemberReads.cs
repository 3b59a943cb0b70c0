using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>Reads who is, and was, in a conversation.</summary>
internal static class MemberReads
{
    private const string Columns = """
        SELECT user, role, joined_change, joined_after, joined_at, read_up_to,
            left_change, left_up_to, left_at, left_title, left_count, role_change
        FROM member_interval
        """;

    private const string OfUser = Columns + " WHERE conversation = ? AND user = ? ORDER BY joined_change";

    private const string PresentNow = Columns + " WHERE conversation = ? AND left_change IS NULL";

    private const string PresentAt = Columns + """
         WHERE conversation = ? AND user > ? AND joined_change <= ?3 AND (left_change IS NULL OR left_change > ?3)
        ORDER BY user LIMIT ?
        """;

    /// <summary>Everybody who is in.</summary>
    public static List<Member> Present(Session session, long conversation)
    {
        var members = new List<Member>();
        using var row = session.Sql(PresentNow).Bind(conversation);
        while (row.Step())
            members.Add(new(new(row.Text(0)), Role(row), new(row.Long(2)), new(row.Long(3)), row.Time(4)));
        return members;
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
        RoleChange = new(row.Long(11)),
    };

    private static Leaving? Left(Statement row) => row.IsNull(6)
        ? null
        : new(new(row.Long(6)), new(row.Long(7)), row.Time(8), row.IsNull(9) ? null : row.Text(9), row.Int(10));

    private static MemberRole Role(Statement row) => (MemberRole)row.Int(1);
}
