CREATE TABLE post_tag (
    post_id INTEGER NOT NULL REFERENCES post (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (post_id, tag)
) WITHOUT ROWID;
INSERT INTO post_tag (post_id, tag) SELECT post.id, value FROM post, json_each(post.tags);

CREATE TABLE post_link (
    post_id INTEGER NOT NULL REFERENCES post (id),
    url TEXT NOT NULL,
    PRIMARY KEY (post_id, url)
) WITHOUT ROWID;
INSERT INTO post_link (post_id, url) SELECT post.id, value ->> '$.url' FROM post, json_each(post.links);
