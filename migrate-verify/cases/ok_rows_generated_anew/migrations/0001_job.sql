CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    action TEXT NOT NULL CHECK (json_valid(action)),
    label TEXT NOT NULL,
    kind TEXT GENERATED ALWAYS AS ('of ' || label) VIRTUAL
);
