-- What programs worked out from all documents, so that it need not be worked out
-- again as long as no document comes or is read anew. It repeats what can be worked
-- out again: losing it loses nothing.

CREATE TABLE derived (
  name     TEXT    PRIMARY KEY,
  readings INTEGER NOT NULL,             -- the last of currents when it was worked out
  packed   BLOB    NOT NULL              -- gzip
);
