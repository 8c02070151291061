CREATE TABLE note (
  id INTEGER PRIMARY KEY DEFAULT (random()),
  token TEXT NOT NULL UNIQUE DEFAULT (random()),
  uuid TEXT DEFAULT (lower(hex(randomblob(4))) || '-' || substr('89ab', abs(random()) % 4 + 1, 1)),
  at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  random TEXT DEFAULT 'random()' CHECK (random <> 'random()' AND random = random)
);
