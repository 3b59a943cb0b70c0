-- The whole store of one silo: messagesync.db, version 2 (PRAGMA user_version).
--
--   user ─────────┬─ inbox ── entry        what each user's devices pull
--                 ├─ told                  how far an Inbox was told of each conversation, and the user's own view of it
--                 ├─ hidden, notified, device
--   conversation ─┼─ member_interval       who was in when
--                 └─ message               the Timeline, for ever
--   journal, lag                           what is yet to be announced
--   store, setting                         facts of the store as a whole
--
-- Ids are text on the wire and numbers here: `user.n` and `conversation.n`, given at first sight, never reused.
-- Times are Unix milliseconds, UTC. Numbers of enumerations are those of the C# declarations. No foreign keys:
-- rows are written by one program in one transaction, and never point at anything that is deleted.

-- One row.
CREATE TABLE store (
    epoch       TEXT    NOT NULL,             -- 8 hexadecimal digits: this life of the store, part of every cursor
    created_at  INTEGER NOT NULL              -- when the file was made
) STRICT;

CREATE TABLE setting (
    name        TEXT    PRIMARY KEY,
    value       TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
    n           INTEGER PRIMARY KEY,          -- stands for the id in every other table
    id          TEXT    NOT NULL UNIQUE       -- the id of the backend
) STRICT;

-- A row with change 0 only gives a number to an id that was mentioned: that conversation does not exist.
CREATE TABLE conversation (
    n             INTEGER PRIMARY KEY,        -- stands for the id in every other table; below 2^31
    id            TEXT    NOT NULL UNIQUE,    -- the id on the wire
    change        INTEGER NOT NULL DEFAULT 0, -- the last change: the guard of every write
    head          INTEGER NOT NULL DEFAULT 0, -- seq of the newest message, 0 for none
    head_at       INTEGER NOT NULL DEFAULT 0, -- its sent_at; created_at while there is none
    mutation_head INTEGER NOT NULL DEFAULT 0, -- the last edit or recall, 0 for none
    large_change  INTEGER NOT NULL DEFAULT 0, -- the last change learned of by `advanced`, 0 if it was never large
    advance_owed  INTEGER NOT NULL DEFAULT 0, -- 1: the next small change brings `advanced` with it
    member_count  INTEGER NOT NULL DEFAULT 0, -- present members
    kind          INTEGER NOT NULL DEFAULT 0, -- ConversationKind
    history       INTEGER NOT NULL DEFAULT 0, -- HistoryPolicy
    created_at    INTEGER NOT NULL DEFAULT 0,
    creator       TEXT    NOT NULL DEFAULT '',-- a user, or a service by its own name
    title         TEXT                        -- null for none
) STRICT;

-- One stay of a user in a conversation.
CREATE TABLE member_interval (
    conversation  INTEGER NOT NULL,
    user          TEXT    NOT NULL,           -- the id, not the number: members are paged by it
    joined_change INTEGER NOT NULL,           -- the change that brought them in
    role          INTEGER NOT NULL,           -- MemberRole: the present or last one
    own_change    INTEGER NOT NULL,           -- the last one that concerns this user alone (joining, a role, an own read
                                              -- mark): they are told of it before `advanced`
    joined_after  INTEGER NOT NULL,           -- head at joining: they see what is after it
    joined_at     INTEGER NOT NULL,
    read_up_to    INTEGER NOT NULL,           -- read position, never moves back
    large         INTEGER NOT NULL,           -- 1: present while, or since, the conversation was large
    left_change   INTEGER,                    -- the change that took them out; null, like all that follow, while present
    left_up_to    INTEGER,                    -- head at leaving
    left_at       INTEGER,
    left_title    TEXT,                       -- title at leaving, null for none
    left_count    INTEGER,                    -- members who stayed
    PRIMARY KEY (conversation, user, joined_change)
) STRICT, WITHOUT ROWID;

-- Present members: at most one open stay each.
CREATE UNIQUE INDEX member_present ON member_interval (conversation, user) WHERE left_change IS NULL;
-- The list of a user's conversations is read from this index alone.
CREATE INDEX member_by_user ON member_interval (user, conversation, joined_change, left_change, left_up_to);
-- The few large groups of a user, asked for at every sync.
CREATE INDEX member_large ON member_interval (user) WHERE large = 1 AND left_change IS NULL;

CREATE TABLE message (
    place         INTEGER PRIMARY KEY,        -- conversation << 32 | seq: one index range is one page of history
    sender        INTEGER NOT NULL,           -- user.n
    state         INTEGER NOT NULL,           -- MessageState
    sent_at       INTEGER NOT NULL,           -- never below that of the message before
    version       INTEGER NOT NULL,           -- how often it was edited
    mutation      INTEGER,                    -- the change that last edited or recalled it; null while as sent
    edited_at     INTEGER,                    -- null if it never was
    recalled_at   INTEGER,                    -- null if it was not
    recalled_by   TEXT,                       -- the id, or a service by its own name
    send_key      TEXT    NOT NULL,           -- the sender's name for it
    fingerprint   BLOB,                       -- 16 bytes of the body as first sent; null after a recall
    is_text       INTEGER NOT NULL,           -- 1 for a string, 0 for bytes
    content_type  TEXT,                       -- null for text/plain, and after a recall
    body          BLOB                        -- last, so that counting never reads it; null after a recall
) STRICT;

-- A message is sent once (T3).
CREATE UNIQUE INDEX message_key ON message (place >> 32, sender, send_key);
-- What was edited or recalled, by the newest mutation.
CREATE INDEX message_mutation ON message (place >> 32, mutation) WHERE mutation IS NOT NULL;

CREATE TABLE inbox (
    user          INTEGER PRIMARY KEY,        -- user.n
    head          INTEGER NOT NULL,           -- the last seq ever given: the guard of every write
    floor         INTEGER NOT NULL,           -- the last seq that was dropped, 0 for none
    count         INTEGER NOT NULL,           -- rows in `entry`, exactly
    last_at       INTEGER NOT NULL,           -- the time of the entry at head
    oldest_at     INTEGER NOT NULL            -- no entry is older: when the sweep has to look
) STRICT;

CREATE INDEX inbox_oldest ON inbox (oldest_at);

CREATE TABLE entry (
    user          INTEGER NOT NULL,           -- user.n
    seq           INTEGER NOT NULL,
    at            INTEGER NOT NULL,           -- never below that of the entry before
    kind          INTEGER NOT NULL,           -- EntryKind
    conversation  INTEGER,                    -- conversation.n; null for a notification
    reference     INTEGER,                    -- seq of a message (1), an edit (6) or a recall (7); else null
    content       TEXT,                       -- JSON of the content; null where there is a reference
    PRIMARY KEY (user, seq)
) STRICT, WITHOUT ROWID;

-- Entries that a newer one takes in. Neither messages (1) nor notifications (5) ever merge.
CREATE INDEX entry_merging ON entry (user, conversation, kind, reference) WHERE kind <> 1 AND kind <> 5;

CREATE TABLE told (
    user           INTEGER NOT NULL,          -- user.n
    conversation   INTEGER NOT NULL,          -- conversation.n
    change         INTEGER NOT NULL,          -- the last change offered, 0 for none
    seq            INTEGER NOT NULL,          -- the entry that brought it, 0 for none
    unlisted_up_to INTEGER,                   -- head when the user last deleted the chat, null if never
    marked_unread  INTEGER NOT NULL DEFAULT 0,-- 1: the user marked it unread
    PRIMARY KEY (user, conversation)
) STRICT, WITHOUT ROWID;

-- The few conversations that a user keeps out of the list.
CREATE INDEX told_unlisted ON told (user, conversation) WHERE unlisted_up_to IS NOT NULL;

-- Messages that a user hid: ranges that neither overlap nor touch, both ends included.
CREATE TABLE hidden (
    user          INTEGER NOT NULL,           -- user.n
    conversation  INTEGER NOT NULL,           -- conversation.n
    from_seq      INTEGER NOT NULL,
    to_seq        INTEGER NOT NULL,
    PRIMARY KEY (user, conversation, from_seq)
) STRICT, WITHOUT ROWID;

-- Notifications by their keys, known longer than their entries.
CREATE TABLE notified (
    user          INTEGER NOT NULL,           -- user.n
    send_key      TEXT    NOT NULL,
    fingerprint   BLOB    NOT NULL,           -- 16 bytes, of name and body
    at            INTEGER NOT NULL,
    PRIMARY KEY (user, send_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX notified_at ON notified (at);

CREATE TABLE device (
    user          INTEGER NOT NULL,           -- user.n
    device        TEXT    NOT NULL,           -- the id
    acked_epoch   TEXT,                       -- null, like the next, before the first ack
    acked_seq     INTEGER,
    last_seen_at  INTEGER NOT NULL,
    PRIMARY KEY (user, device)
) STRICT, WITHOUT ROWID;

-- Batches whose announcements are not in every Inbox yet, and the newest batch of each living writer.
CREATE TABLE journal (
    writer        TEXT    NOT NULL,           -- fresh at each start
    batch         INTEGER NOT NULL,           -- 1, 2, 3 …
    is_fence      INTEGER NOT NULL,           -- 1: stands in the place of a batch that will never be stored
    announcements TEXT    NOT NULL,           -- JSON, see JournalText; [] announces nothing
    PRIMARY KEY (writer, batch)
) STRICT;

-- Rows that announce nothing are dropped with the next batch.
CREATE INDEX journal_empty ON journal (writer, batch) WHERE announcements = '[]';

-- Offers set aside for Inboxes that failed to take them.
CREATE TABLE lag (
    no            INTEGER PRIMARY KEY,        -- given by the process that set it aside, increasing
    user          INTEGER NOT NULL,           -- user.n
    conversation  INTEGER NOT NULL,           -- conversation.n
    offers        TEXT    NOT NULL            -- JSON, in change order
) STRICT;
