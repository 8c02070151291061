CREATE TABLE user (email TEXT, name TEXT, city TEXT, PRIMARY KEY (email), UNIQUE (name, city));
