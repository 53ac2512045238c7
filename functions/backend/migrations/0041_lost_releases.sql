-- Refused, but whether what order_id had reserved was released is not known: the cart's next checkout sees to it.
alter table idempotency_keys add column may_hold boolean not null default false;

-- Of the request that began the checkout: what else it did is found by it.
alter table idempotency_keys add column correlation_id text;
create index idempotency_keys_correlation on idempotency_keys (correlation_id);
