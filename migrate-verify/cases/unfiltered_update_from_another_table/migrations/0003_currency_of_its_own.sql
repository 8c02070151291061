UPDATE invoice SET currency = customer.currency FROM customer WHERE customer.id = invoice.customer_id;
