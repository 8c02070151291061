UPDATE item SET count = 0 WHERE sku LIKE 'OLD-%';
