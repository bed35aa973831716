-- Decisions of people about records: rows, never edits.

CREATE TABLE judgements (
  seq     INTEGER PRIMARY KEY,           -- in order of arrival
  id      TEXT    NOT NULL UNIQUE,
  subject TEXT    NOT NULL,              -- the record's id, or "outlet:" and a name
  payload TEXT    NOT NULL               -- the entente.Judgement as JSON
);
CREATE INDEX judgements_by_subject ON judgements(subject, seq);
