DELETE FROM user WHERE id NOT IN (SELECT min(id) FROM user GROUP BY email);
CREATE UNIQUE INDEX ue ON user(email);
