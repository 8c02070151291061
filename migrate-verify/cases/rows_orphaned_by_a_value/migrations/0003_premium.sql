UPDATE plan SET code = 'premium' WHERE code = 'pro';
