using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Finds out which writes of a batch somebody else was faster than. Rare: a batch is stored as if there were none,
/// and rolled back when a guard or a unique key says that there are.</summary>
internal static class Clashes
{
    private const string Changes = "SELECT n, change FROM conversation WHERE n = ANY($1)";

    private const string Keys = """
        SELECT m.conversation FROM unnest($1, $2, $3) AS r (conversation, sender, send_key)
            JOIN message AS m ON m.conversation = r.conversation AND m.sender = r.sender AND m.send_key = r.send_key
        """;

    private const string Heads = """
        SELECT i.usr, greatest(i.head, (SELECT max(seq) FROM entry WHERE usr = i.usr AND seq > i.head))
        FROM inbox AS i WHERE i.usr = ANY($1)
        """;

    /// <summary>The outcomes of those that clash, by their place among the writes.</summary>
    public static async Task<Dictionary<int, WriteOutcome>> FindAsync(
        NpgsqlConnection connection, IReadOnlyList<StoreWrite> writes, Ids ids)
    {
        var runs = writes.OfType<TimelineRun>().ToList();
        var sends = runs.SelectMany(run => run.Changes.OfType<MessageSent>().Select(
            sent => (Conversation: ids.Of(run.Conversation), Sender: ids.Of(sent.Sender), Key: SendKeys.Of(sent.SendKey)))).ToList();
        var owners = writes.OfType<InboxWrite>().Select(write => ids.Of(write.Run.Owner)).ToArray();

        await using var script = Snapshot.Begin(connection)
            .Add(Changes).With(runs.Select(run => ids.Of(run.Conversation)).ToArray())
            .Add(Keys)
            .With(sends.Select(send => send.Conversation).ToArray())
            .With(sends.Select(send => send.Sender).ToArray())
            .With(sends.Select(send => send.Key).ToArray())
            .Add(Heads).With(owners)
            .Add(Snapshot.End);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var (changes, heads, known) = (new Dictionary<int, long>(), new Dictionary<int, long>(), new HashSet<int>());
        while (await row.ReadAsync().ConfigureAwait(false)) changes[row.GetInt32(0)] = row.GetInt64(1);
        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false)) known.Add(row.GetInt32(0));
        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false)) heads[row.GetInt32(0)] = row.GetInt64(1);

        var found = new Dictionary<int, WriteOutcome>();
        for (var i = 0; i < writes.Count; i++)
            if (OutcomeOf(writes[i]) is { } outcome) found[i] = outcome;
        return found;

        WriteOutcome? OutcomeOf(StoreWrite write) => write switch
        {
            TimelineRun run when changes.GetValueOrDefault(ids.Of(run.Conversation)) != run.Expected.Value =>
                WriteOutcome.Conflict,
            TimelineRun run when known.Contains(ids.Of(run.Conversation)) => WriteOutcome.SendKeyKnown,
            InboxWrite inbox when heads.GetValueOrDefault(ids.Of(inbox.Run.Owner)) != inbox.Run.Expected.Value =>
                WriteOutcome.Conflict,
            _ => null,
        };
    }
}
