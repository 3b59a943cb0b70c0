-- The store of one device. What it means is in MessageSync.Client (State/); here it is kept by its keys as JSON,
-- because only the device reads into it.

-- One row: what the device knows of itself.
CREATE TABLE device (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    json TEXT    NOT NULL                          -- DeviceState
);

CREATE TABLE conversations (
    id   TEXT NOT NULL PRIMARY KEY,                -- the conversation's id
    json TEXT NOT NULL                             -- ConversationState
) WITHOUT ROWID;

CREATE TABLE memberships (
    conversation TEXT NOT NULL PRIMARY KEY,
    json         TEXT NOT NULL                     -- Membership
) WITHOUT ROWID;

CREATE TABLE messages (
    conversation TEXT    NOT NULL,
    seq          INTEGER NOT NULL,                 -- the place in its Timeline, from 1
    json         TEXT    NOT NULL,                 -- Message, in its newest known state
    PRIMARY KEY (conversation, seq)
) WITHOUT ROWID;

CREATE TABLE outbox (
    no   INTEGER NOT NULL PRIMARY KEY,             -- order in the outbox
    json TEXT    NOT NULL                          -- OutboxItem
);

CREATE TABLE notifications (
    cursor TEXT NOT NULL PRIMARY KEY,              -- where it stood in the Inbox
    json   TEXT NOT NULL                           -- NotificationEntry
) WITHOUT ROWID;
