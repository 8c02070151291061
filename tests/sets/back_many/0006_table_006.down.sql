-- One by one, so that each can be seen.
DELETE FROM table_006 WHERE number > 0;
DROP TABLE table_006;
