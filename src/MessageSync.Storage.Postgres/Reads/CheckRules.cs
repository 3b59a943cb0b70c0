namespace MessageSync.Storage.Postgres.Reads;

/// <summary>What must hold in the tables, and how to find where it does not.</summary>
internal static class CheckRules
{
    /// <summary>Sentences, and questions that answer with one text for each flaw.</summary>
    public static readonly IReadOnlyList<(string Rule, string Flaws)> All =
    [
        (
            "The messages of a conversation are numbered from 1 to its head without a gap.",
            """
            SELECT format('%s: head %s, %s messages up to %s', id.id, c.head, m.count, m.last)
            FROM conversation AS c JOIN conversation_id AS id ON id.n = c.n, LATERAL (
                SELECT count(*) AS count, coalesce(max(seq), 0) AS last, coalesce(min(seq), 1) AS first
                FROM message WHERE conversation = c.n) AS m
            WHERE m.count <> c.head OR m.last <> c.head OR m.first <> 1
            """),
        (
            "Every message is of a conversation and a user that exist.",
            """
            SELECT format('conversation %s, seq %s', m.conversation, m.seq) FROM message AS m
            WHERE NOT EXISTS (SELECT 1 FROM conversation WHERE n = m.conversation)
                OR NOT EXISTS (SELECT 1 FROM user_id WHERE n = m.sender)
            """),
        (
            "Messages of a conversation were sent in their order.",
            """
            SELECT format('conversation %s, seq %s', conversation, seq) FROM (
                SELECT conversation, seq, sent_at, lag(sent_at) OVER (PARTITION BY conversation ORDER BY seq) AS before FROM message
            ) AS m WHERE sent_at < before
            """),
        (
            "A recalled message has no body, content type or fingerprint; every other one has a body and a fingerprint.",
            """
            SELECT format('conversation %s, seq %s', conversation, seq) FROM message
            WHERE CASE state WHEN 2 THEN body IS NOT NULL OR content_type IS NOT NULL OR fingerprint IS NOT NULL OR mutation IS NULL
                ELSE body IS NULL OR fingerprint IS NULL END
            """),
        (
            "A conversation knows its newest mutation, and no mutation is beyond its last change.",
            """
            SELECT format('%s: mutation head %s, newest %s, change %s', id.id, c.mutation_head, m.newest, c.change)
            FROM conversation AS c JOIN conversation_id AS id ON id.n = c.n, LATERAL (
                SELECT coalesce(max(mutation), 0) AS newest FROM message WHERE conversation = c.n AND mutation IS NOT NULL) AS m
            WHERE m.newest <> c.mutation_head OR m.newest > c.change
            """),
        (
            "A conversation counts its present members, and nobody came or went after its last change.",
            """
            SELECT format('%s: %s members, counted %s', id.id, i.present, c.member_count)
            FROM conversation AS c JOIN conversation_id AS id ON id.n = c.n, LATERAL (
                SELECT count(*) FILTER (WHERE left_change IS NULL) AS present,
                    coalesce(max(greatest(joined_change, own_change, left_change)), 0) AS last
                FROM member_interval WHERE conversation = c.n) AS i
            WHERE i.present <> c.member_count OR i.last > c.change
            """),
        (
            "The stays of a user in a conversation follow one another.",
            """
            SELECT format('conversation %s, %s, change %s', conversation, member, joined_change) FROM (
                SELECT conversation, member, joined_change, left_change,
                    lead(joined_change) OVER (PARTITION BY conversation, member ORDER BY joined_change) AS next FROM member_interval
            ) AS i WHERE left_change <= joined_change OR (next IS NOT NULL AND (left_change IS NULL OR left_change > next))
            """),
        (
            "An Inbox counts its entries, all of them at or below its head.",
            """
            SELECT format('%s: %s entries, counted %s', u.id, e.count, i.count)
            FROM inbox AS i JOIN user_id AS u ON u.n = i.usr, LATERAL (
                SELECT count(*) FILTER (WHERE kind <> 0) AS count FROM entry
                WHERE usr = i.usr AND seq > i.floor AND seq <= i.head) AS e
            WHERE e.count <> i.count OR i.floor > i.head
            """),
        (
            "Entries of an Inbox came in their order, and none is older than the Inbox says.",
            """
            SELECT format('user %s, entry %s', usr, seq) FROM (
                SELECT e.usr, e.seq, e.at, e.kind, i.oldest_at, lag(e.at) OVER (PARTITION BY e.usr ORDER BY e.seq) AS before
                FROM entry AS e LEFT JOIN inbox AS i ON i.usr = e.usr AND e.seq > i.floor
            ) AS e WHERE at < before OR (kind <> 0 AND at < oldest_at)
            """),
        (
            "Every entry is of an Inbox and about a message or a conversation that exists.",
            """
            SELECT format('user %s, entry %s', e.usr, e.seq) FROM entry AS e LEFT JOIN conversation AS c ON c.n = e.conversation
            WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE usr = e.usr) OR (e.conversation IS NULL AND e.kind NOT IN (0, 5))
                OR (e.conversation IS NOT NULL AND c.n IS NULL) OR e.reference > c.head
            """),
        (
            "No Inbox was told of more than there is.",
            """
            SELECT format('user %s, conversation %s, change %s', t.usr, t.conversation, t.change)
            FROM told AS t LEFT JOIN conversation AS c ON c.n = t.conversation LEFT JOIN inbox AS i ON i.usr = t.usr
            WHERE c.n IS NULL OR i.usr IS NULL OR t.change > c.change OR t.seq > i.head
            """),
        (
            "Hidden ranges neither overlap nor touch.",
            """
            SELECT format('user %s, conversation %s, from %s', usr, conversation, from_seq) FROM (
                SELECT usr, conversation, from_seq, to_seq,
                    lead(from_seq) OVER (PARTITION BY usr, conversation ORDER BY from_seq) AS next FROM hidden
            ) AS h WHERE to_seq < from_seq OR next <= to_seq + 1
            """),
        (
            "Every device is of a user who exists.",
            """
            SELECT format('user %s, device %s', usr, device) FROM device AS d WHERE NOT EXISTS (SELECT 1 FROM user_id WHERE n = d.usr)
            """),
        (
            "A fence announces nothing, and what is set aside is of a user and a conversation that exist.",
            """
            SELECT format('writer %s, batch %s', writer, batch) FROM journal WHERE is_fence AND announcements <> '[]'
            UNION ALL
            SELECT format('lag %s', no) FROM lag AS l WHERE NOT EXISTS (SELECT 1 FROM user_id WHERE n = l.usr)
                OR NOT EXISTS (SELECT 1 FROM conversation WHERE n = l.conversation)
            """),
    ];
}
