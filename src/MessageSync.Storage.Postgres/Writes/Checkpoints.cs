using MessageSync.Storage.Postgres.Engine;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Writes down what the entries since the last checkpoint of some Inboxes come to. Their rows are locked, in order,
/// first: the sweep does the same.</summary>
internal static class Checkpoints
{
    private const string Lock = "SELECT 1 FROM inbox WHERE usr = ANY($1) ORDER BY usr FOR UPDATE";

    private const string Tell = """
        INSERT INTO told (usr, conversation, change, seq)
        SELECT e.usr, e.conversation, max(e.change), max(e.seq)
        FROM inbox AS i JOIN entry AS e ON e.usr = i.usr AND e.seq > i.head AND e.change IS NOT NULL
        WHERE i.usr = ANY($1) GROUP BY e.usr, e.conversation ORDER BY e.usr, e.conversation
        ON CONFLICT (usr, conversation) DO UPDATE
        SET change = greatest(told.change, excluded.change), seq = excluded.seq
        """;

    private const string Move = """
        UPDATE inbox AS i
        SET head = since.head, last_at = greatest(i.last_at, since.at), count = i.count + since.count
        FROM (
            SELECT e.usr, max(e.seq) AS head, max(e.at) AS at, count(*) FILTER (WHERE e.kind <> 0) AS count
            FROM inbox AS b JOIN entry AS e ON e.usr = b.usr AND e.seq > b.head
            WHERE b.usr = ANY($1) GROUP BY e.usr
        ) AS since WHERE i.usr = since.usr
        """;

    /// <summary>Adds the statements.</summary>
    public static void Add(Script script, int[] users) =>
        script.Add(Lock).With(users).Add(Tell).With(users).Add(Move).With(users);
}
