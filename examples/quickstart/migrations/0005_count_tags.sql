CREATE VIEW tag_count (name, notes) AS
SELECT tag.name, count(note_tag.note_id)
FROM tag LEFT JOIN note_tag ON note_tag.tag_id = tag.id
GROUP BY tag.id
ORDER BY tag.name;
