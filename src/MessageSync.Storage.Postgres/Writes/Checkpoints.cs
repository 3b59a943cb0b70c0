using MessageSync.Storage.Postgres.Engine;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Writes down what the entries since the last checkpoint of some Inboxes come to. Their rows are locked, in order,
/// first: the sweep does the same.</summary>
internal static class Checkpoints
{
    private const string Lock = "SELECT 1 FROM inbox WHERE usr = ANY($1) ORDER BY usr FOR UPDATE";

    // Entries lie scattered and are read once. The Inboxes to move are named once more: the server takes the entries for so many
    // that it would go through all Inboxes to find theirs.
    private const string Move = """
        WITH since AS MATERIALIZED (
            SELECT e.usr, e.conversation, max(e.change) AS change, max(e.seq) FILTER (WHERE e.change IS NOT NULL) AS seq,
                max(e.seq) AS head, max(e.at) AS at, count(*) FILTER (WHERE e.kind <> 0) AS count
            FROM inbox AS i JOIN entry AS e ON e.usr = i.usr AND e.seq > i.head
            WHERE i.usr = ANY($1) GROUP BY e.usr, e.conversation
        ), tell AS (
            INSERT INTO told (usr, conversation, change, seq)
            SELECT usr, conversation, change, seq FROM since WHERE change IS NOT NULL ORDER BY usr, conversation
            ON CONFLICT (usr, conversation) DO UPDATE
            SET change = greatest(told.change, excluded.change), seq = excluded.seq
        )
        UPDATE inbox AS i
        SET head = moved.head, last_at = greatest(i.last_at, moved.at), count = i.count + moved.count
        FROM (
            SELECT usr, max(head) AS head, max(at) AS at, sum(count)::integer AS count FROM since GROUP BY usr
        ) AS moved WHERE i.usr = ANY($1) AND i.usr = moved.usr
        """;

    /// <summary>Adds the statements.</summary>
    public static void Add(Script script, int[] users) => script.Add(Lock).With(users).Add(Move).With(users);
}
