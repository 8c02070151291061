-- migrate: allow(non-deterministic-rows): a name of its own for each
INSERT INTO device (token, kind) VALUES (randomblob(8), 'own');
