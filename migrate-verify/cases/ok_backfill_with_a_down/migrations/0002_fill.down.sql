UPDATE note SET slug = NULL;
