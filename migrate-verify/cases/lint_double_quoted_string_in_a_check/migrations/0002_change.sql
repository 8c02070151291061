ALTER TABLE user ADD COLUMN state TEXT CHECK ("state" <> "gone");
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  body TEXT CHECK ("body" <> "")
);
CREATE UNIQUE INDEX user_email ON user (email) WHERE "deleted_at" IS NULL;
