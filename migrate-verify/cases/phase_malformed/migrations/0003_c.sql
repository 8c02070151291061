-- migrate: phase: expand
CREATE TABLE b (id INTEGER PRIMARY KEY);
