UPDATE word SET text = trim(text) WHERE text <> trim(text);
