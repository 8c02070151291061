-- migrate: foreign-keys = on
DELETE FROM author WHERE id = -1;
