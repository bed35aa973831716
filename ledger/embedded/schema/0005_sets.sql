-- How many rows there are of each data set, and the days that they lie between.
-- They repeat what can be counted again, and are kept in the transaction that
-- stores the rows.

CREATE TABLE sets (
  name  TEXT    PRIMARY KEY,
  rows  INTEGER NOT NULL,
  first INTEGER,                         -- an entente.Day; NULL where no row has one
  last  INTEGER
) WITHOUT ROWID;
INSERT INTO sets
  SELECT ifnull(json_extract(t.text, '$.s'), ''), sum(m.rows), min(m.first), max(m.last)
  FROM (SELECT meaning, count(*) AS rows, min(nullif(day, 2147483648)) AS first, max(nullif(day, 2147483648)) AS last FROM rows GROUP BY meaning) m
  JOIN terms t ON t.id = m.meaning GROUP BY 1;
