-- Ids of tries that came before: what others did for them is a part of the checkout's trail.
alter table idempotency_keys add column earlier_order_ids uuid[] not null default '{}';

create index idempotency_keys_earlier_orders on idempotency_keys using gin (earlier_order_ids) where earlier_order_ids <> '{}';
