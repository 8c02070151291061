-- One by one, so that each can be seen.
DELETE FROM table_014 WHERE number > 0;
DROP TABLE table_014;
