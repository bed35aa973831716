-- Rows of event tables packed in blocks, and what is told of pairs packed by month
-- and actor. A row of the old form is three entries of four trees and its values
-- one by one; packed, some thirty rows are one entry. What the older tables held is
-- written anew from the old rows, which go away when that is done: see migrate.go.

ALTER TABLE rows RENAME TO old_rows;
DROP TABLE pairs;
DROP TABLE tallies;
DROP TABLE sums;

-- Rows in the order of day and hash, so many in a block as fill a page: see block.go.
CREATE TABLE rows (
  first  INTEGER PRIMARY KEY,            -- the place of the first row of the block
  packed BLOB    NOT NULL
);

-- For each month and actor, the month times 2^32 and the actor's number: see pack.go.
CREATE TABLE tallies (                   -- how often and strongly it acts on whom
  id     INTEGER PRIMARY KEY,
  packed BLOB    NOT NULL
);
CREATE TABLE received (                  -- the same by who is acted on
  id     INTEGER PRIMARY KEY,
  packed BLOB    NOT NULL
);
CREATE TABLE sums (                      -- the same of each actor with everybody; the actor is 0
  id     INTEGER PRIMARY KEY,
  packed BLOB    NOT NULL
);
CREATE TABLE places (                    -- where the rows lie in which it acts on whom
  id     INTEGER PRIMARY KEY,
  packed BLOB    NOT NULL
);

UPDATE totals SET count = 0 WHERE what = 'rows';
DELETE FROM sets;
