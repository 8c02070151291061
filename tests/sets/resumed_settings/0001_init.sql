CREATE TABLE item (name TEXT);
