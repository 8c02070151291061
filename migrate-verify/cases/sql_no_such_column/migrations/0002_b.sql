-- héé; comment
/* a; */
	CREATE INDEX user_email ON user(id, emial);
