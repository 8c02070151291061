DROP INDEX item_name;
