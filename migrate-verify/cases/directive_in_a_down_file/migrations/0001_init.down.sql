-- migrate: allow(drop-table): it is the way back
DROP TABLE note;
