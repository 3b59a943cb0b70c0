using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Reads who is, and was, in a conversation.</summary>
internal static class MemberReads
{
    private const string Columns = """
        SELECT conversation, member, role, joined_change, joined_after, joined_at, read_up_to,
            left_change, left_up_to, left_at, left_title, left_count, own_change
        FROM member_interval
        """;

    /// <summary>Everybody who is in some conversations.</summary>
    public const string PresentNow = Columns + " WHERE conversation = ANY($1) AND left_change IS NULL";

    /// <summary>The stays of users in conversations, ascending in each.</summary>
    public const string Stays = """
        SELECT m.conversation, m.member, m.role, m.joined_change, m.joined_after, m.joined_at, m.read_up_to,
            m.left_change, m.left_up_to, m.left_at, m.left_title, m.left_count, m.own_change, asked.usr
        FROM unnest($1, $2, $3) AS asked (usr, member, conversation)
            JOIN member_interval AS m ON m.conversation = asked.conversation AND m.member = asked.member
        ORDER BY m.joined_change
        """;

    /// <summary>Those who were in right after a change, by id.</summary>
    public const string PresentAt = Columns + """
         WHERE conversation = $1 AND member > $2 AND joined_change <= $3 AND (left_change IS NULL OR left_change > $3)
        ORDER BY member LIMIT $4
        """;

    /// <summary>Members who saw a message in an earlier stay and joined again after it. Rare: who joined again is looked
    /// for among those who left, by the primary key.</summary>
    public const string Returned = """
        SELECT DISTINCT member FROM member_interval AS present
        WHERE conversation = $1 AND left_change IS NULL AND joined_after >= $2 AND EXISTS (
            SELECT 1 FROM member_interval AS earlier
            WHERE earlier.conversation = $1 AND earlier.member = present.member
                AND earlier.joined_after < $2 AND earlier.left_up_to >= $2)
        """;

    /// <summary>The conversation of a row.</summary>
    public static int Conversation(NpgsqlDataReader row) => row.GetInt32(0);

    /// <summary>Whose stay it is, and where: of a row of <see cref="Stays"/>.</summary>
    public static (int User, int Conversation) Sight(NpgsqlDataReader row) => (row.GetInt32(13), row.GetInt32(0));

    /// <summary>A present member.</summary>
    public static Member Member(NpgsqlDataReader row) => new(
        new(row.GetString(1)), Role(row), new(row.GetInt64(3)), new(row.GetInt32(4)), row.Time(5), new(row.GetInt32(6)));

    /// <summary>A stay.</summary>
    public static MemberInterval Interval(NpgsqlDataReader row) => new(
        new(row.GetString(1)), Role(row), new(row.GetInt64(3)), new(row.GetInt32(4)), row.Time(5), new(row.GetInt32(6)),
        Left(row))
    {
        OwnChange = new(row.GetInt64(12)),
    };

    private static Leaving? Left(NpgsqlDataReader row) => row.IsDBNull(7)
        ? null
        : new(new(row.GetInt64(7)), new(row.GetInt32(8)), row.Time(9), row.Utf8(10), row.GetInt32(11));

    private static MemberRole Role(NpgsqlDataReader row) => (MemberRole)row.GetInt16(2);
}
