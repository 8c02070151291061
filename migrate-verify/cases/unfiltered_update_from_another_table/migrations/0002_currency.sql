UPDATE invoice SET currency = customer.currency FROM customer;
