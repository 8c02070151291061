-- migrate: irreversible: nobody knows which letters were capitals
UPDATE note SET text = lower(text);
