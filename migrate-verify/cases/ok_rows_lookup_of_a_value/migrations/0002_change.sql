UPDATE page SET lang = (SELECT value FROM setting WHERE key = 'lang') WHERE lang = '';
