-- migrate: phase expand
-- migrate: compatible-with 6
-- migrate: backfill
UPDATE product SET slug = lower(name) WHERE id IN (SELECT id FROM product WHERE slug IS NULL LIMIT 1000);
