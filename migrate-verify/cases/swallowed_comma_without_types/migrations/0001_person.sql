CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    first_name
    last_name,
    nick_name call_name TEXT,
    at time_stamp,
    height DOUBLE_PRECISION
);
