-- migrate: no-transaction
ATTACH '' AS other;
