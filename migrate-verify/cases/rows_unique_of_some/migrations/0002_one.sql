CREATE UNIQUE INDEX card_default ON card (owner) WHERE is_default;
