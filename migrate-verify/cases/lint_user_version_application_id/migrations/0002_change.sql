PRAGMA main.application_id = 7;
PRAGMA user_version(3);
PRAGMA user_version;
