-- An order's trail begins with the checkout it came from. Finishing a key doesn't touch this column, so it stays a HOT update.
create index idempotency_keys_order on idempotency_keys (order_id);
