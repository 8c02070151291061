CREATE VIEW active AS SELECT "id", email FROM user WHERE "nmae" <> '';
CREATE VIEW named AS SELECT * FROM active;
CREATE TRIGGER user_named AFTER UPDATE OF name ON user BEGIN
  UPDATE user SET email = "unknown" WHERE id = "new"."id";
END;
CREATE TRIGGER user_gone AFTER DELETE ON user BEGIN DELETE FROM user WHERE email = "old"."email"; END;
