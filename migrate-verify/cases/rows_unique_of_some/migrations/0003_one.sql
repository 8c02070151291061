CREATE UNIQUE INDEX visit_open ON visit (guest) WHERE state = 'open';
