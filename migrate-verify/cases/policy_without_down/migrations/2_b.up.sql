-- migrate: irreversible: the rows are gone
DELETE FROM note;
