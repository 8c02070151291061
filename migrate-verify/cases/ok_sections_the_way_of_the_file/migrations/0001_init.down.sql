-- migrate:down
DROP TABLE note;
