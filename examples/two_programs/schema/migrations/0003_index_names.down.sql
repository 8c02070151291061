DROP INDEX product_name;
