DROP TABLE terms;
DROP TABLE outside;
DROP TABLE contentless;
DROP TABLE older;
