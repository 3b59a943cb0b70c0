using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Stores what users do to their own view of a conversation.</summary>
internal sealed class ViewWrites(Script script, Ids ids)
{
    // Ranges are stored apart from one another: what the new one overlaps or touches becomes part of it.
    private const string Hide = """
        WITH touched AS (
            DELETE FROM hidden
            WHERE usr = $1 AND conversation = $2 AND from_seq <= $4 + 1 AND to_seq >= $3 - 1
            RETURNING from_seq, to_seq
        )
        INSERT INTO hidden (usr, conversation, from_seq, to_seq)
        SELECT $1, $2, least($3, min(from_seq)), greatest($4, max(to_seq)) FROM touched
        """;

    // What is told of the conversation is written by the same run's checkpoint, so the row is there.
    private const string Mark = """
        UPDATE told SET unlisted_up_to = coalesce($3, unlisted_up_to), marked_unread = coalesce($4, marked_unread)
        WHERE usr = $1 AND conversation = $2
        """;

    /// <summary>Adds a change.</summary>
    public void Add(int user, ViewChange change)
    {
        var conversation = ids.Of(change.Conversation);
        if (change.Hidden is { } range)
        {
            script.Add(Hide)
                .With(user).With(conversation).With(Places.Of(range.From)).With(Places.Of(range.To))
                .Requires(1, "A range was not hidden.");
        }
        if (change.UnlistedUpTo is null && change.MarkedUnread is null) return;

        script.Add(Mark)
            .With(user).With(conversation)
            .With<int?>(change.UnlistedUpTo is { } upTo ? Places.Of(upTo) : null).With(change.MarkedUnread)
            .Requires(1, "Nothing was told of a conversation whose view is changed.");
    }
}
