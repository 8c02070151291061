CREATE TABLE draw AS SELECT id, random() AS lot FROM user;
