-- migrate: phase expand
-- migrate: compatible-with 6
ALTER TABLE product ADD COLUMN slug TEXT;
