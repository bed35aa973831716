-- The first schema. Rows of readings, entries, participants, names and passages
-- are only ever added. The one column that changes is documents.current, which
-- repeats the last row of currents for its document.

CREATE TABLE documents (
  seq     INTEGER PRIMARY KEY,           -- in order of arrival
  id      TEXT    NOT NULL UNIQUE,
  day     INTEGER NOT NULL,              -- published, an entente.Day; 2147483648 where it is not known
  outlet  TEXT    NOT NULL,
  words   BLOB,                          -- SHA-256 of ledger.Words; NULL where there are too few
  current INTEGER REFERENCES readings(seq),
  text    TEXT    NOT NULL
);
CREATE INDEX documents_by_day ON documents(day, id);
CREATE INDEX documents_by_words ON documents(words, day, seq) WHERE words IS NOT NULL;

-- A reading is what one version of the program made of one document.
CREATE TABLE readings (
  seq      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(seq),
  reading  TEXT    NOT NULL,             -- the version
  header   TEXT    NOT NULL,             -- the document as JSON, without its text
  appended INTEGER NOT NULL,             -- milliseconds since 1970, UTC
  UNIQUE (document, reading)
);

-- Which reading became a document's current one, and when.
CREATE TABLE currents (
  seq      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(seq),
  reading  INTEGER NOT NULL REFERENCES readings(seq),
  since    INTEGER NOT NULL              -- milliseconds since 1970, UTC
);
CREATE INDEX currents_by_document ON currents(document, seq);

-- Every record of every reading, in the order of entente.Records.
CREATE TABLE entries (
  reading INTEGER NOT NULL REFERENCES readings(seq),
  kind    INTEGER NOT NULL,              -- 1 actor, 2 claim, 3 event, 4 tie, 5 quantity, 6 link, 7 check, 8 tension
  place   INTEGER NOT NULL,              -- within its kind, from 0
  id      TEXT    NOT NULL,
  payload TEXT    NOT NULL,              -- the record as JSON
  PRIMARY KEY (reading, kind, place)
) WITHOUT ROWID;
CREATE INDEX entries_by_id ON entries(id);

-- The actors that act, receive, stand in a tie or speak in a reading.
CREATE TABLE participants (
  reading INTEGER NOT NULL REFERENCES readings(seq),
  actor   TEXT    NOT NULL,
  PRIMARY KEY (reading, actor)
) WITHOUT ROWID;
CREATE INDEX participants_by_actor ON participants(actor, reading);

-- The actors that a reading names, and how often.
CREATE TABLE names (
  reading  INTEGER NOT NULL REFERENCES readings(seq),
  actor    TEXT    NOT NULL,
  label    TEXT    NOT NULL,
  type     TEXT    NOT NULL,
  mentions INTEGER NOT NULL,
  PRIMARY KEY (reading, actor, label, type)
) WITHOUT ROWID;

-- What can be searched: paragraphs and claims. The words lie in search alone,
-- under the same number; the passage itself is sliced from documents.text.
CREATE TABLE passages (
  seq     INTEGER PRIMARY KEY,
  reading INTEGER NOT NULL REFERENCES readings(seq),
  record  TEXT,                          -- the claim's id; NULL for a paragraph
  start   INTEGER NOT NULL,              -- bytes of documents.text
  "end"   INTEGER NOT NULL
);
CREATE VIRTUAL TABLE search USING fts5(text, content='', tokenize='porter unicode61 remove_diacritics 2');
