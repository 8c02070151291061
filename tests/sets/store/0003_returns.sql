CREATE TABLE refund (
    id INTEGER PRIMARY KEY,
    purchase_id INTEGER NOT NULL,
    line_number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    cents INTEGER NOT NULL,
    UNIQUE (purchase_id, line_number),
    FOREIGN KEY (purchase_id, line_number) REFERENCES line (purchase_id, number) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT;
