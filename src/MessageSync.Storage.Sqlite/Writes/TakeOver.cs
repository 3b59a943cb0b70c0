using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Stored;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>
/// Finds what dead writers left. Whoever holds the lock on the folder is alone, so every writer that is not of this
/// process is dead, and nothing is needed to fence it.
/// </summary>
internal sealed class TakeOver(Session session, Func<string, bool> isAlive)
{
    private const string Writers = "SELECT DISTINCT writer FROM journal ORDER BY writer";

    private const string DropEmpty = "DELETE FROM journal WHERE writer = ? AND announcements = '[]'";

    private const string Rows = "SELECT batch, announcements FROM journal WHERE writer = ? ORDER BY batch";

    private const string Lags = """
        SELECT lag.no, user.id, conversation.id, lag.offers
        FROM lag JOIN user ON user.n = lag.user JOIN conversation ON conversation.n = lag.conversation
        ORDER BY lag.no
        """;

    /// <summary>Reads it all; rows that announce nothing are dropped.</summary>
    public LeftBehind Run()
    {
        var rows = new List<JournalRow>();
        foreach (var writer in DeadWriters())
        {
            session.Sql(DropEmpty).Bind(writer).Run();
            using var row = session.Sql(Rows).Bind(writer);
            while (row.Step()) rows.Add(new(new(writer, row.Long(0)), JournalText.Read(row.Bytes(1))));
        }
        return new(rows, ReadLags());
    }

    private List<string> DeadWriters()
    {
        var writers = new List<string>();
        using var row = session.Sql(Writers);
        while (row.Step())
            if (row.Text(0) is var writer && !isAlive(writer)) writers.Add(writer);
        return writers;
    }

    private List<Lag> ReadLags()
    {
        var lags = new List<Lag>();
        using var row = session.Sql(Lags);
        while (row.Step())
            lags.Add(new(row.Long(0), new(row.Text(1)), new(row.Text(2)), StoredJson.ReadOffers(row.Bytes(3))));
        return lags;
    }
}
