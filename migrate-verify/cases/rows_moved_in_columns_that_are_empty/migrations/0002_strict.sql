CREATE TABLE parcel_new (id INTEGER PRIMARY KEY, receiver TEXT, sender TEXT, note TEXT) STRICT;
INSERT INTO parcel_new SELECT * FROM parcel;
DROP TABLE parcel;
ALTER TABLE parcel_new RENAME TO parcel;
