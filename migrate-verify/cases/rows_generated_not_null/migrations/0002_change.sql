ALTER TABLE form ADD COLUMN owner TEXT NOT NULL AS (doc ->> '$.owner');
