CREATE TABLE parcel (id INTEGER PRIMARY KEY, sender TEXT, receiver TEXT, note TEXT);
