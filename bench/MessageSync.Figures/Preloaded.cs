using MessageSync.Figures.Bare;
using MessageSync.Figures.Processes;

namespace MessageSync.Figures;

/// <summary>
/// A database with a long history, made once for all rows that copy it: 10 million messages over 100 000 direct
/// conversations, as popular as Zipf's law has it. The bulk is written by the bare driver; afterwards heads, floors and
/// what Inboxes were told are brought to where the store would have them: at every 64th entry, with 1000 entries kept.
/// </summary>
internal sealed class Preloaded(PostgresData data)
{
    private const int PerBatch = 5000;

    // Of the store: Checkpoints (docs/decisions/0011) and Trims, for all Inboxes at once.
    private static readonly string[] s_settle =
    [
        "SET search_path = messagesync",
        "SET work_mem = '256MB'",
        "SET maintenance_work_mem = '512MB'",
        "ANALYZE",
        """
        CREATE TEMPORARY TABLE checkpoint_at AS
        SELECT i.usr, greatest(i.head, max(e.seq) / 64 * 64) AS head
        FROM inbox AS i JOIN entry AS e ON e.usr = i.usr GROUP BY i.usr
        """,
        """
        INSERT INTO told (usr, conversation, change, seq)
        SELECT e.usr, e.conversation, max(e.change), max(e.seq)
        FROM inbox AS i JOIN checkpoint_at AS c ON c.usr = i.usr
            JOIN entry AS e ON e.usr = i.usr AND e.seq > i.head AND e.seq <= c.head AND e.change IS NOT NULL
        GROUP BY e.usr, e.conversation
        ON CONFLICT (usr, conversation) DO UPDATE
        SET change = greatest(told.change, excluded.change), seq = excluded.seq
        """,
        """
        UPDATE inbox AS i
        SET head = since.head, last_at = greatest(i.last_at, since.at), count = i.count + since.count
        FROM (
            SELECT e.usr, max(e.seq) AS head, max(e.at) AS at, count(*) FILTER (WHERE e.kind <> 0) AS count
            FROM inbox AS b JOIN checkpoint_at AS c ON c.usr = b.usr
                JOIN entry AS e ON e.usr = b.usr AND e.seq > b.head AND e.seq <= c.head
            GROUP BY e.usr
        ) AS since WHERE i.usr = since.usr
        """,
        """
        UPDATE inbox AS i SET floor = b.floor, swept = b.floor, count = 1000
        FROM (
            SELECT usr, (
                SELECT e.seq FROM entry AS e WHERE e.usr = f.usr AND e.seq <= f.head AND e.kind <> 0
                ORDER BY e.seq DESC OFFSET 1000 LIMIT 1) AS floor
            FROM inbox AS f WHERE f.count > 1000
        ) AS b WHERE i.usr = b.usr
        """,
        "DELETE FROM entry AS e USING inbox AS i WHERE e.usr = i.usr AND e.seq <= i.floor",
        // Every Inbox has them.
        "DELETE FROM journal WHERE writer LIKE 'bare-%'",
        "VACUUM (ANALYZE)",
    ];

    private Task<History>? _made;

    /// <summary>A template, and who wrote in it.</summary>
    public Task<History> MakeAsync(Bench bench) => _made ??= MakeOnceAsync(bench);

    private async Task<History> MakeOnceAsync(Bench bench)
    {
        var users = bench.Of(50_000, 2_000);
        var messages = bench.Of(10_000_000, 200_000);
        var template = await data.NewAsync("history");
        World world;
        await using (var server = await Server.StartAsync(data, template))
        {
            world = await World.OneToOneAsync(server.Sync, users, users * 2);
            // Who is popular has nothing to do with whom they write to.
            var chats = world.Chats.ToArray();
            new Random(1).Shuffle(chats);
            world = world with { Chats = chats };
        }
        Console.WriteLine($"  preloading: {world.Chats.Count:n0} conversations are there");
        await using (var bare = await BarePostgresSends.OpenAsync(data.In(template), world, Popularity.Zipf))
            await bare.RunAsync(messages, PerBatch, seed: 1);
        Console.WriteLine($"  preloading: {messages:n0} messages are there");
        await data.ExecuteAsync(template, s_settle);
        if (bench.IsQuick) await CheckAsync(template);
        Console.WriteLine("  preloading: done");
        return new(template, world, messages);
    }

    /// <summary>The store's own check: it takes its time where there is much.</summary>
    private async Task CheckAsync(string template)
    {
        using var check = Programs.Start("silo/MessageSync.Silo", ["check", .. data.SiloArguments(template)]);
        var errors = check.StandardError.ReadToEndAsync();
        var output = await check.StandardOutput.ReadToEndAsync();
        await check.WaitForExitAsync();
        if (check.ExitCode != 0) throw new InvalidOperationException($"The store is not sound: {output}{await errors}");
        Console.WriteLine("  preloading: " + output.TrimEnd().Split('\n')[^1]);
    }
}

/// <summary>What was preloaded.</summary>
/// <param name="Template">The database, to be copied.</param>
/// <param name="World">Everybody; the most popular conversation first.</param>
/// <param name="Messages">How many.</param>
internal sealed record History(string Template, World World, int Messages);
