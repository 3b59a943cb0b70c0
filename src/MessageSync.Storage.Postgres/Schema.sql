-- The whole store of one or more silos, version 2 (store.version). docs/storage.md draws it.
--
--   user_id, conversation_id               the numbers that stand for ids
--   conversation ─┬─ member_interval       who was in when
--                 └─ message               the Timeline, for ever
--   inbox ────────┬─ entry                 what each user's devices pull
--                 ├─ told                  how far an Inbox was told of each conversation, and the user's own view of it
--                 └─ hidden, notified, device
--   journal, lag                           what is yet to be announced
--   store, setting                         facts of the store as a whole
--
-- Times are Unix milliseconds, UTC. Numbers of enumerations are those of the C# declarations. Text that comes from people
-- is bytea, UTF-8: a text column refuses U+0000. No foreign keys: rows are written by one program in one transaction, and
-- never point at anything that is deleted. Columns are ordered by size, so that rows have no holes.

-- One row.
CREATE TABLE store (
    version     integer  NOT NULL,            -- of this schema
    epoch       text     NOT NULL,            -- 8 hexadecimal digits: this life of the store, part of every cursor
    created_at  bigint   NOT NULL,
    sole        text                          -- the one program that writes, as far as it knows; null where there are several
);

CREATE TABLE setting (
    name        text     COLLATE "C" PRIMARY KEY,
    value       text     NOT NULL
);

CREATE TABLE user_id (
    n           integer  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- stands for the id in rows, given at first sight
    id          text     COLLATE "C" NOT NULL UNIQUE                -- the id of the backend
);

CREATE TABLE conversation_id (
    n           integer  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- stands for the id in rows, given at first sight
    id          text     COLLATE "C" NOT NULL UNIQUE                -- the id on the wire
);

-- Updated with every run, so half of each page stays free: the new version of a row lands beside the old one.
CREATE TABLE conversation (
    change        bigint   NOT NULL,          -- the last change: the guard of every write
    head_at       bigint   NOT NULL,          -- sent_at of the newest message; created_at while there is none
    mutation_head bigint   NOT NULL,          -- the last edit or recall, 0 for none
    large_change  bigint   NOT NULL,          -- the last change learned of by `advanced`, 0 if it was never large
    created_at    bigint   NOT NULL,
    n             integer  PRIMARY KEY,       -- conversation_id.n
    head          integer  NOT NULL,          -- seq of the newest message, 0 for none
    member_count  integer  NOT NULL,          -- present members
    kind          smallint NOT NULL,          -- ConversationKind
    history       smallint NOT NULL,          -- HistoryPolicy
    advance_owed  boolean  NOT NULL,          -- the next small change brings `advanced` with it
    creator       text     NOT NULL,          -- a user, or a service by its own name
    title         bytea                       -- null for none
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- One stay of a user in a conversation.
CREATE TABLE member_interval (
    joined_change bigint   NOT NULL,          -- the change that brought them in
    own_change    bigint   NOT NULL,          -- the last one that concerns this user alone (joining, a role, an own read
                                              -- mark): they are told of it before `advanced`
    joined_at     bigint   NOT NULL,
    conversation  integer  NOT NULL,
    joined_after  integer  NOT NULL,          -- head at joining: they see what is after it
    read_up_to    integer  NOT NULL,          -- read position, never moves back
    role          smallint NOT NULL,          -- MemberRole: the present or last one
    large         boolean  NOT NULL,          -- present while, or since, the conversation was large
    member        text     COLLATE "C" NOT NULL, -- the user's id, not the number: members are paged by it
    left_change   bigint,                     -- the change that took them out; null, like all that follow, while present
    left_at       bigint,
    left_up_to    integer,                    -- head at leaving
    left_count    integer,                    -- members who stayed
    left_title    bytea,                      -- title at leaving, null for none
    PRIMARY KEY (conversation, member, joined_change)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- Present members: at most one open stay each.
CREATE UNIQUE INDEX member_present ON member_interval (conversation, member) WHERE left_change IS NULL;
-- A user's conversations.
CREATE INDEX member_by_user ON member_interval (member, conversation, joined_change);
-- The few large groups of a user, asked for at every sync.
CREATE INDEX member_large ON member_interval (member) WHERE large AND left_change IS NULL;

CREATE TABLE message (
    sent_at       bigint   NOT NULL,          -- never below that of the message before
    conversation  integer  NOT NULL,          -- conversation_id.n
    seq           integer  NOT NULL,
    sender        integer  NOT NULL,          -- user_id.n
    version       integer  NOT NULL,          -- how often it was edited
    state         smallint NOT NULL,          -- MessageState
    is_text       boolean  NOT NULL,          -- true for a string, false for bytes
    send_key      bytea    NOT NULL,          -- the sender's name for it; of a UUID its form (1 plain, 2 hyphens) and 16 bytes
    fingerprint   bytea,                      -- 16 bytes of the body as first sent; null after a recall
    body          bytea,                      -- null after a recall
    content_type  bytea,                      -- null for text/plain, and after a recall
    mutation      bigint,                     -- the change that last edited or recalled it; null while as sent
    edited_at     bigint,                     -- null if it never was
    recalled_at   bigint,                     -- null if it was not
    recalled_by   text,                       -- the id, or a service by its own name
    PRIMARY KEY (conversation, seq)
);

-- Bodies are what they are: compressing them costs more than it saves, and their length is known without reading them.
ALTER TABLE message ALTER COLUMN body SET STORAGE EXTERNAL;
-- A message is sent once (T3).
CREATE UNIQUE INDEX message_key ON message (conversation, sender, send_key);
-- What was edited or recalled, by the newest mutation.
CREATE INDEX message_mutation ON message (conversation, mutation) WHERE mutation IS NOT NULL;

-- How an Inbox was at a checkpoint: every 64th entry, and whenever a run does more than add entries. What is above `head`
-- is read from its entries (docs/decisions/0011).
CREATE TABLE inbox (
    head          bigint   NOT NULL,          -- the last seq given up to the checkpoint
    floor         bigint   NOT NULL,          -- the last seq that was dropped, 0 for none
    swept         bigint   NOT NULL,          -- rows up to here are deleted: where deleting goes on
    last_at       bigint   NOT NULL,          -- the time of the entry at head
    oldest_at     bigint   NOT NULL,          -- no entry above floor is older: when the sweep has to look
    usr           integer  PRIMARY KEY,       -- user_id.n
    count         integer  NOT NULL           -- entries above floor and up to head that are no holes, exactly
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX inbox_oldest ON inbox (oldest_at);

-- The primary key is the guard of every write: a run's first entry follows the head that it was decided on.
CREATE TABLE entry (
    seq           bigint   NOT NULL,
    at            bigint   NOT NULL,          -- never below that of the entry before
    change        bigint,                     -- the change told; null where a later entry of the same run tells it
    usr           integer  NOT NULL,          -- user_id.n
    conversation  integer,                    -- conversation_id.n; null for a notification
    reference     integer,                    -- seq of a message (1), an edit (6) or a recall (7); else null
    kind          smallint NOT NULL,          -- EntryKind; 0 is a hole, where a newer entry took this one in
    content       text,                       -- JSON of the content; null where there is a reference
    PRIMARY KEY (usr, seq)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1);

-- Entries that a newer one takes in. Neither holes (0) nor messages (1) nor notifications (5) ever merge.
CREATE INDEX entry_merging ON entry (usr, conversation, kind, reference) WHERE kind NOT IN (0, 1, 5);

-- As of the checkpoint of its Inbox.
CREATE TABLE told (
    change         bigint  NOT NULL,          -- the last change offered, 0 for none
    seq            bigint  NOT NULL,          -- the entry that brought it, 0 for none
    usr            integer NOT NULL,          -- user_id.n
    conversation   integer NOT NULL,          -- conversation_id.n
    unlisted_up_to integer,                   -- head when the user last deleted the chat, null if never
    marked_unread  boolean NOT NULL DEFAULT false, -- the user marked it unread
    PRIMARY KEY (usr, conversation)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- Messages that a user hid: ranges that neither overlap nor touch, both ends included.
CREATE TABLE hidden (
    usr           integer  NOT NULL,          -- user_id.n
    conversation  integer  NOT NULL,          -- conversation_id.n
    from_seq      integer  NOT NULL,
    to_seq        integer  NOT NULL,
    PRIMARY KEY (usr, conversation, from_seq)
);

-- Notifications by their keys, known longer than their entries.
CREATE TABLE notified (
    at            bigint   NOT NULL,
    usr           integer  NOT NULL,          -- user_id.n
    send_key      bytea    NOT NULL,          -- as that of a message
    fingerprint   bytea    NOT NULL,          -- 16 bytes, of name and body
    PRIMARY KEY (usr, send_key)
);

CREATE INDEX notified_at ON notified (at);

CREATE TABLE device (
    last_seen_at  bigint   NOT NULL,
    acked_seq     bigint,                     -- null, like the next, before the first ack
    acked_epoch   text,
    usr           integer  NOT NULL,          -- user_id.n
    device        text     COLLATE "C" NOT NULL, -- the id
    PRIMARY KEY (usr, device)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- Batches. Those that are not announced to every Inbox yet, and of each writer the newest one and its fence.
CREATE TABLE journal (
    batch         bigint   NOT NULL,          -- 1, 2, 3 …
    at            bigint   NOT NULL,          -- when
    is_fence      boolean  NOT NULL,          -- stands in the place of a batch that will never be stored
    is_announced  boolean  NOT NULL,          -- every Inbox has it: the row only tells that the batch was stored
    writer        text     COLLATE "C" NOT NULL, -- fresh at each start
    conversations integer[] NOT NULL,         -- conversation_id.n of those it announces
    announcements text     NOT NULL,          -- JSON, see JournalText; [] announces nothing
    PRIMARY KEY (writer, batch)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- Short-lived: compressing it costs more than it saves.
ALTER TABLE journal ALTER COLUMN announcements SET STORAGE EXTERNAL;

-- Offers set aside for Inboxes that failed to take them.
CREATE TABLE lag (
    no            bigint   NOT NULL,          -- increasing, of its writer's silo
    usr           integer  NOT NULL,          -- user_id.n
    conversation  integer  NOT NULL,          -- conversation_id.n
    offers        text     NOT NULL,          -- JSON, in change order
    PRIMARY KEY (no)
);
