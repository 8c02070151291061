CREATE TABLE kind (name TEXT PRIMARY KEY);
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    email TEXT CHECK (email IS NOT NULL),
    age INTEGER CHECK (age >= 0 AND age < 200),
    state TEXT CHECK (state IN ('a', 'b')),
    kind TEXT CHECK (kind IN ('x', 'y')),
    flag INTEGER CHECK (typeof(flag) = 'integer'),
    gone TEXT CHECK (gone <> ''),
    same TEXT CHECK (user.same <> 'Same'),
    CHECK (gone IS NULL OR email <> '')
);
