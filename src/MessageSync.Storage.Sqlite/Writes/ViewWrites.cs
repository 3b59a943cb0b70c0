using MessageSync.Inboxes;
using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>Stores what users do to their own view of a conversation.</summary>
internal sealed class ViewWrites(Session session)
{
    // Ranges are stored apart from one another: what the new one overlaps or touches becomes part of it.
    private const string Touched = """
        SELECT min(from_seq), max(to_seq) FROM hidden
        WHERE user = ? AND conversation = ? AND from_seq <= ? AND to_seq >= ?
        """;

    private const string Unhide = """
        DELETE FROM hidden WHERE user = ? AND conversation = ? AND from_seq BETWEEN ? AND ?
        """;

    private const string Hide = "INSERT INTO hidden (user, conversation, from_seq, to_seq) VALUES (?, ?, ?, ?)";

    // What is told of the conversation is written by the same run, so the row is there.
    private const string Mark = """
        UPDATE told SET unlisted_up_to = coalesce(?, unlisted_up_to), marked_unread = coalesce(?, marked_unread)
        WHERE user = ? AND conversation = ?
        """;

    /// <summary>Stores a change.</summary>
    public void Store(long user, ViewChange change)
    {
        var conversation = session.Conversations.Give(change.Conversation.Value);
        if (change.Hidden is { } range) Store(user, conversation, range);
        if (change.UnlistedUpTo is null && change.MarkedUnread is null) return;

        var mark = session.Sql(Mark);
        mark = change.UnlistedUpTo is { } upTo ? mark.Bind(upTo.Value) : mark.BindNull();
        mark = change.MarkedUnread is { } marked ? mark.Bind(marked) : mark.BindNull();
        mark.Bind(user).Bind(conversation).Run();
    }

    private void Store(long user, long conversation, SeqRange range)
    {
        var (from, to) = (range.From.Value, range.To.Value);
        using (var row = session.Sql(Touched).Bind(user).Bind(conversation).Bind(to + 1).Bind(from - 1))
        {
            if (row.Step() && !row.IsNull(0))
                (from, to) = (Math.Min(from, row.Long(0)), Math.Max(to, row.Long(1)));
        }
        session.Sql(Unhide).Bind(user).Bind(conversation).Bind(from).Bind(to).Run();
        session.Sql(Hide).Bind(user).Bind(conversation).Bind(from).Bind(to).Run();
    }
}
