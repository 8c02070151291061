CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL CHECK (length(email) > 3 AND email LIKE '%( @ )%'),
    age INTEGER CHECK (age >= 0),
    city TEXT,
    CHECK (age < 200 OR city IS NOT NULL)
);
