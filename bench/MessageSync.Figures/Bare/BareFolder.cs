using System.Globalization;

namespace MessageSync.Figures.Bare;

/// <summary>
/// Fills an empty data folder with people who have written to each other: groups of ten in a ring, so that everybody
/// is in two of them, each with two messages that are in the Inboxes of all ten. Within SQLite, table by table, without
/// a log.
/// </summary>
internal static class BareFolder
{
    /// <summary>Messages of each group.</summary>
    public const int Messages = 2;

    /// <summary>Members of each group; half of them are also in the next one.</summary>
    private const int Members = 10;
    private const int MembersOfOne = Members / 2;

    /// <summary>The id of a person, from 0.</summary>
    public static string User(int no) => string.Create(CultureInfo.InvariantCulture, $"user-{no:0000000}");

    /// <summary>Writes the rows.</summary>
    /// <param name="dataFolder">With the tables, all empty.</param>
    /// <param name="groups">How many; people are five times as many.</param>
    public static void Fill(string dataFolder, int groups)
    {
        using var db = new BareDatabase(dataFolder);
        var (people, now) = (groups * MembersOfOne, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        db.Run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN IMMEDIATE;");
        db.Run(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TEMP TABLE number (i INTEGER PRIMARY KEY);
            INSERT INTO number
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {people - 1}) SELECT i FROM n;
            CREATE TEMP TABLE place AS
                SELECT g.i AS grp, (g.i * {MembersOfOne} + m.i) % {people} AS person
                FROM number g CROSS JOIN number m WHERE g.i < {groups} AND m.i < {Members};

            INSERT INTO user (n, id) SELECT i + 1, printf('user-%07d', i) FROM number;
            INSERT INTO conversation (n, id, change, head, head_at, member_count, kind, created_at, creator)
                SELECT i + 1, printf('group-%07d', i), {Messages + 1}, {Messages}, {now}, {Members}, 0, {now},
                    printf('user-%07d', i * {MembersOfOne})
                FROM number WHERE i < {groups};
            INSERT INTO member_interval
                (conversation, user, joined_change, role, own_change, joined_after, joined_at, read_up_to, large)
                SELECT grp + 1, printf('user-%07d', person), 1, person = grp * {MembersOfOne}, 1, 0, {now}, 0, 0
                FROM place;
            INSERT INTO message
                (place, sender, state, sent_at, version, send_key, fingerprint, is_text, content_type, body)
                SELECT (g.i + 1) << 32 | (m.i + 1), g.i * {MembersOfOne} + m.i + 1, 0, {now}, 0,
                    lower(hex(randomblob(16))), randomblob(16), 1, NULL, CAST(printf('%.200c', 'x') AS BLOB)
                FROM number g CROSS JOIN number m WHERE g.i < {groups} AND m.i < {Messages};

            INSERT INTO inbox (user, head, floor, count, last_at, oldest_at)
                SELECT i + 1, {2 * Messages}, 0, {2 * Messages}, {now}, {now} FROM number;
            INSERT INTO entry (user, seq, at, kind, conversation, reference)
                SELECT person + 1, first + m.i + 1, {now}, 1, grp + 1, m.i + 1
                FROM (
                    SELECT person, grp, {Messages} * (row_number() OVER (PARTITION BY person ORDER BY grp) - 1) AS first
                    FROM place) CROSS JOIN number m
                WHERE m.i < {Messages};
            INSERT INTO told (user, conversation, change, seq)
                SELECT person + 1, grp + 1, {Messages + 1},
                    {Messages} * row_number() OVER (PARTITION BY person ORDER BY grp)
                FROM place;
            COMMIT; PRAGMA optimize;
            """));
    }
}
