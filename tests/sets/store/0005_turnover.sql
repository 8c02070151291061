CREATE VIEW turnover (product, cents) AS
SELECT product.name, sum(line.amount * product.cents)
FROM line JOIN product ON product.id = line.product_id
GROUP BY product.id;
DROP TABLE import;
