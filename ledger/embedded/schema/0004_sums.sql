-- What the tallies say of each pair in a month together, packed, so that all
-- pairs of a year are looked over in one go; and how many rows there are. Both
-- repeat what can be counted again.

-- For each month and first actor of a pair, what is told as done: see sums.go.
CREATE TABLE sums (
  id     INTEGER PRIMARY KEY,            -- the month times 2^32, and the actor's number
  packed BLOB    NOT NULL
);

CREATE TABLE totals (
  what  TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO totals SELECT 'rows', count(*) FROM rows;
