namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>What must hold in the tables, and how to find where it does not.</summary>
internal static class CheckRules
{
    /// <summary>Sentences, and questions that answer with one text for each flaw.</summary>
    public static readonly IReadOnlyList<(string Rule, string Flaws)> All =
    [
        (
            "The messages of a conversation are numbered from 1 to its head without a gap.",
            """
            SELECT format('%s: head %d, %d messages up to %d', id, head, count, last) FROM (
                SELECT c.id, c.head, count(m.place) AS count, coalesce(max(m.place & 4294967295), 0) AS last,
                    coalesce(min(m.place & 4294967295), 1) AS first
                FROM conversation AS c LEFT JOIN message AS m ON m.place BETWEEN c.n << 32 AND (c.n << 32 | 4294967295)
                GROUP BY c.n)
            WHERE count <> head OR last <> head OR first <> 1
            """),
        (
            "Every message is of a conversation and a user that exist.",
            """
            SELECT format('conversation %d, seq %d', m.place >> 32, m.place & 4294967295) FROM message AS m
            WHERE NOT EXISTS (SELECT 1 FROM conversation WHERE n = m.place >> 32 AND change > 0)
                OR NOT EXISTS (SELECT 1 FROM user WHERE n = m.sender)
            """),
        (
            "Messages of a conversation were sent in their order.",
            """
            SELECT format('conversation %d, seq %d', place >> 32, place & 4294967295) FROM (
                SELECT place, sent_at, lag(sent_at) OVER (PARTITION BY place >> 32 ORDER BY place) AS before FROM message)
            WHERE sent_at < before
            """),
        (
            "A recalled message has no body, content type or fingerprint; every other one has a body and a fingerprint.",
            """
            SELECT format('conversation %d, seq %d', place >> 32, place & 4294967295) FROM message
            WHERE CASE state WHEN 2 THEN body IS NOT NULL OR content_type IS NOT NULL OR fingerprint IS NOT NULL OR mutation IS NULL
                ELSE body IS NULL OR fingerprint IS NULL END
            """),
        (
            "A conversation knows its newest mutation, and no mutation is beyond its last change.",
            """
            SELECT format('%s: mutation head %d, newest %d, change %d', id, mutation_head, newest, change) FROM (
                SELECT c.id, c.mutation_head, c.change, coalesce((
                    SELECT max(mutation) FROM message WHERE place >> 32 = c.n AND mutation IS NOT NULL), 0) AS newest
                FROM conversation AS c)
            WHERE newest <> mutation_head OR newest > change
            """),
        (
            "A conversation counts its present members, and nobody came or went after its last change.",
            """
            SELECT format('%s: %d members, counted %d', id, present, member_count) FROM (
                SELECT c.id, c.member_count, c.change,
                    count(i.user) FILTER (WHERE i.left_change IS NULL) AS present,
                    coalesce(max(max(i.joined_change, i.own_change, coalesce(i.left_change, 0))), 0) AS last
                FROM conversation AS c LEFT JOIN member_interval AS i ON i.conversation = c.n GROUP BY c.n)
            WHERE present <> member_count OR last > change
            """),
        (
            "The stays of a user in a conversation follow one another.",
            """
            SELECT format('conversation %d, %s, change %d', conversation, user, joined_change) FROM (
                SELECT conversation, user, joined_change, left_change,
                    lead(joined_change) OVER (PARTITION BY conversation, user ORDER BY joined_change) AS next FROM member_interval)
            WHERE left_change <= joined_change OR (next IS NOT NULL AND (left_change IS NULL OR left_change > next))
            """),
        (
            "An Inbox counts its entries, all of them at or below its head.",
            """
            SELECT format('%s: %d entries, counted %d', id, entries, count) FROM (
                SELECT u.id, i.count, i.floor, i.head, count(e.seq) AS entries, coalesce(max(e.seq), 0) AS last,
                    coalesce(min(e.seq), i.head + 1) AS first
                FROM inbox AS i JOIN user AS u ON u.n = i.user LEFT JOIN entry AS e ON e.user = i.user GROUP BY i.user)
            WHERE entries <> count OR last > head OR first <= floor OR floor > head
            """),
        (
            "Entries of an Inbox came in their order, and none is older than the Inbox says.",
            """
            SELECT format('user %d, entry %d', user, seq) FROM (
                SELECT e.user, e.seq, e.at, i.oldest_at, lag(e.at) OVER (PARTITION BY e.user ORDER BY e.seq) AS before
                FROM entry AS e LEFT JOIN inbox AS i ON i.user = e.user)
            WHERE at < before OR at < oldest_at
            """),
        (
            "Every entry is of an Inbox and about a message or a conversation that exists.",
            """
            SELECT format('user %d, entry %d', e.user, e.seq) FROM entry AS e
                LEFT JOIN conversation AS c ON c.n = e.conversation AND c.change > 0
            WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE user = e.user) OR (e.conversation IS NULL AND e.kind <> 5)
                OR (e.conversation IS NOT NULL AND c.n IS NULL) OR e.reference > c.head
            """),
        (
            "No Inbox was told of more than there is.",
            """
            SELECT format('user %d, conversation %d, change %d', t.user, t.conversation, t.change)
            FROM told AS t LEFT JOIN conversation AS c ON c.n = t.conversation AND c.change > 0 LEFT JOIN inbox AS i ON i.user = t.user
            WHERE c.n IS NULL OR i.user IS NULL OR t.change > c.change OR t.seq > i.head
            """),
        (
            "Hidden ranges neither overlap nor touch.",
            """
            SELECT format('user %d, conversation %d, from %d', user, conversation, from_seq) FROM (
                SELECT user, conversation, from_seq, to_seq,
                    lead(from_seq) OVER (PARTITION BY user, conversation ORDER BY from_seq) AS next FROM hidden)
            WHERE to_seq < from_seq OR next <= to_seq + 1
            """),
        (
            "Every device is of a user who exists.",
            """
            SELECT format('user %d, device %s', user, device) FROM device AS d WHERE NOT EXISTS (SELECT 1 FROM user WHERE n = d.user)
            """),
        (
            "A fence announces nothing, and what is set aside is of a user and a conversation that exist.",
            """
            SELECT format('writer %s, batch %d', writer, batch) FROM journal WHERE is_fence AND announcements <> '[]'
            UNION ALL
            SELECT format('lag %d', no) FROM lag AS l WHERE NOT EXISTS (SELECT 1 FROM user WHERE n = l.user)
                OR NOT EXISTS (SELECT 1 FROM conversation WHERE n = l.conversation AND change > 0)
            """),
    ];
}
