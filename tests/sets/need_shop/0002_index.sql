CREATE INDEX basket_owner ON basket (owner);
