DELETE FROM person WHERE id NOT IN (SELECT min(id) FROM person GROUP BY email, tenant);
CREATE UNIQUE INDEX person_email ON person (email);
