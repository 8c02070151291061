PRAGMA writable_schema = OFF;
PRAGMA writable_schema = RESET;
PRAGMA writable_schema;
