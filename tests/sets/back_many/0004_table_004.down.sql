-- One by one, so that each can be seen.
DELETE FROM table_004 WHERE number > 0;
DROP TABLE table_004;
