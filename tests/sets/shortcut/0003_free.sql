DROP INDEX word_text;
DELETE FROM word WHERE id = 1;
