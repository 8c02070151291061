CREATE TABLE page_source (
    page_id INTEGER NOT NULL REFERENCES page (id),
    source TEXT NOT NULL,
    PRIMARY KEY (page_id, source)
) WITHOUT ROWID;
INSERT INTO page_source (page_id, source) SELECT page.id, value FROM page, json_each(page.sources);
