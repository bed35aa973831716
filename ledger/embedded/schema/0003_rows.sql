-- Rows of event tables, what every record and row says of pairs of actors, and
-- tallies of it. Rows and observations are only ever added; tallies repeat what
-- can be counted again from current observations and rows, and are kept in the
-- transaction that changes them.

-- Words that repeat, by number. 0 stands for none.
CREATE TABLE terms (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);

CREATE TABLE rows (
  day        INTEGER NOT NULL,           -- an entente.Day; 2147483648 where it is not known
  id         INTEGER NOT NULL,           -- the hash of the row's id
  a          INTEGER NOT NULL,           -- terms: the actors' ids
  b          INTEGER NOT NULL,
  actor      INTEGER NOT NULL,           -- terms: the parties as JSON
  recipient  INTEGER NOT NULL,
  key        TEXT    NOT NULL,
  meaning    INTEGER NOT NULL,           -- terms: data set, type, mode, contexts, code, quad, layer, sign, words of the date and precision, as JSON
  intensity,                             -- thousandths, or the number itself where it is no such fraction
  first,                                 -- the date's first day where it is not day
  last       INTEGER NOT NULL,
  known      INTEGER NOT NULL,
  place      INTEGER NOT NULL,           -- as JSON
  outlet     INTEGER NOT NULL,
  address    TEXT    NOT NULL,
  file       INTEGER NOT NULL,
  line       INTEGER NOT NULL,
  mentions   INTEGER NOT NULL,
  confidence,                            -- as intensity
  deaths     INTEGER NOT NULL,           -- as JSON
  event      TEXT    NOT NULL,           -- of a mention: the key of the event's row
  PRIMARY KEY (day, id)
) WITHOUT ROWID;

-- The rows that tell of two actors, by pair. A table rather than an index, so that
-- a batch goes in sorted.
CREATE TABLE pairs (
  a   INTEGER NOT NULL,
  b   INTEGER NOT NULL,
  day INTEGER NOT NULL,
  id  INTEGER NOT NULL,
  PRIMARY KEY (a, b, day, id)
) WITHOUT ROWID;

-- What the events and ties of a reading say of pairs, in the order of
-- entente.Records.Observations.
CREATE TABLE observations (
  reading INTEGER NOT NULL REFERENCES readings(seq),
  place   INTEGER NOT NULL,
  day     INTEGER NOT NULL,
  record  TEXT    NOT NULL,
  a       INTEGER NOT NULL,
  b       INTEGER NOT NULL,
  payload TEXT    NOT NULL,              -- the observation as JSON
  PRIMARY KEY (reading, place)
) WITHOUT ROWID;
CREATE INDEX observations_by_day ON observations(day, record);
CREATE INDEX observations_by_pair ON observations(a, b, day);
CREATE INDEX observations_by_recipient ON observations(b, day);

CREATE TABLE tallies (
  month    INTEGER NOT NULL,             -- a ledger.Month
  a        INTEGER NOT NULL,
  b        INTEGER NOT NULL,
  class    INTEGER NOT NULL,             -- a ledger.Class in a number
  count    INTEGER NOT NULL,
  strength REAL    NOT NULL,
  PRIMARY KEY (month, a, b, class)
) WITHOUT ROWID;
CREATE INDEX tallies_by_pair ON tallies(a, b, month);
CREATE INDEX tallies_by_recipient ON tallies(b, month);
