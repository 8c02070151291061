UPDATE note SET slug = lower(title) WHERE slug IS NULL;
