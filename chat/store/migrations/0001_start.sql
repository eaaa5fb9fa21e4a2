-- Times named "touched" are seconds of the retention clock (clock.go); all
-- others are wall-clock milliseconds since 1970. A column named "box" holds
-- text that a person wrote or was told, in the form of seal.go.

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

CREATE TABLE conversations (
  id      TEXT PRIMARY KEY,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  touched INTEGER NOT NULL,
  locale  TEXT NOT NULL,
  key     BLOB -- the key of its texts, wrapped by the operator's; NULL: clear
) STRICT;
CREATE INDEX conversations_touched ON conversations (touched);

CREATE TABLE turns (
  conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  n            INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  receipt      TEXT, -- NULL: no reply was made
  message_box  BLOB NOT NULL,
  query_box    BLOB NOT NULL,
  reply_box    BLOB,
  PRIMARY KEY (conversation, n)
) STRICT;
CREATE INDEX turns_receipt ON turns (receipt);

-- A receipt outlives the texts, so it has no foreign key.
CREATE TABLE receipts (
  id           TEXT PRIMARY KEY,
  conversation TEXT NOT NULL,
  at           INTEGER NOT NULL,
  touched      INTEGER NOT NULL,
  body         TEXT NOT NULL -- JSON without any text of the person
) STRICT;
CREATE INDEX receipts_conversation ON receipts (conversation);
CREATE INDEX receipts_touched ON receipts (touched);

CREATE TABLE ratings (
  receipt     TEXT PRIMARY KEY REFERENCES receipts (id) ON DELETE CASCADE,
  at          INTEGER NOT NULL,
  touched     INTEGER NOT NULL,
  up          INTEGER NOT NULL,
  key         BLOB,
  comment_box BLOB -- NULL: none, or erased
) STRICT;

-- Slack: what was accepted, by which keys it is known, and which conversation
-- a thread leads to (api/slack).
CREATE TABLE slack_jobs (
  n        INTEGER PRIMARY KEY AUTOINCREMENT, -- order of acceptance
  id       TEXT NOT NULL UNIQUE,
  thread   TEXT NOT NULL,
  lane     INTEGER NOT NULL,
  due      INTEGER NOT NULL,
  tries    INTEGER NOT NULL,
  state    INTEGER NOT NULL,
  owner    TEXT NOT NULL, -- who holds the lease; empty: nobody
  until    INTEGER NOT NULL,
  ended    INTEGER NOT NULL, -- 0: not yet
  touched  INTEGER NOT NULL,
  key      BLOB,
  body_box BLOB -- NULL: ended
) STRICT;
CREATE INDEX slack_jobs_open ON slack_jobs (thread) WHERE ended = 0;
CREATE INDEX slack_jobs_touched ON slack_jobs (touched);

CREATE TABLE slack_keys (
  key TEXT PRIMARY KEY,
  job TEXT NOT NULL REFERENCES slack_jobs (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX slack_keys_job ON slack_keys (job);

CREATE TABLE slack_threads (
  key          TEXT PRIMARY KEY,
  conversation TEXT NOT NULL,
  used         INTEGER NOT NULL,
  touched      INTEGER NOT NULL,
  level        INTEGER NOT NULL,
  rules        TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX slack_threads_conversation ON slack_threads (conversation);
