using MessageSync.Storage.Postgres.Engine;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>
/// Drops what is beyond the bounds of some Inboxes. The floor moves at once; the rows below it go with the next trim, so
/// that nobody who still sees the old floor finds their places free. Deleting begins where it ended last: what the index
/// still holds of rows long gone would be gone through each time.
/// </summary>
internal static class Trims
{
    private const string DropOld = """
        DELETE FROM entry AS e USING inbox AS i
        WHERE i.usr = ANY($1) AND e.usr = i.usr AND e.seq > i.swept AND e.seq <= i.floor
        """;

    // Times never decrease along seq, so nothing is aged where the oldest is not.
    private const string MoveFloor = """
        UPDATE inbox AS i SET floor = b.floor, swept = i.floor, count = i.count - (
            SELECT count(*) FROM entry AS e
            WHERE e.usr = i.usr AND e.seq > i.floor AND e.seq <= b.floor AND e.kind <> 0)
        FROM (
            SELECT i.usr, greatest(
                i.floor,
                CASE WHEN i.count > $2 THEN (
                    SELECT seq FROM entry WHERE usr = i.usr AND seq > i.floor AND kind <> 0
                    ORDER BY seq OFFSET i.count - $2 - 1 LIMIT 1) END,
                CASE WHEN (
                    SELECT at FROM entry WHERE usr = i.usr AND seq > i.floor AND kind <> 0 ORDER BY seq LIMIT 1) < $3
                THEN (
                    SELECT seq FROM entry WHERE usr = i.usr AND seq > i.floor AND kind <> 0 AND at < $3
                    ORDER BY seq DESC LIMIT 1) END) AS floor
            FROM inbox AS i WHERE i.usr = ANY($1)
        ) AS b WHERE i.usr = b.usr
        """;

    /// <summary>Adds the statements; a checkpoint comes before them.</summary>
    public static void Add(Script script, int[] users, InboxBounds bounds) => script
        .Add(DropOld).With(users)
        .Add(MoveFloor).With(users).With((long)bounds.EntriesMax).With(Times.Of(bounds.OldestAt));
}
