-- Whoever orders: an account, or a guest's network address. With the phone, what checkouts are counted by. Digests, since
-- counting needs no more; they go with the key.
alter table idempotency_keys
  add column client_digest bytea check (length(client_digest) = 16),
  add column phone_digest  bytea check (length(phone_digest) = 16);

create index idempotency_keys_client on idempotency_keys (client_digest, created_at) where client_digest is not null;
create index idempotency_keys_phone on idempotency_keys (phone_digest, created_at) where phone_digest is not null;

-- Keys belong to their cart, whether or not its shopper has signed in meanwhile. No account has ordered before this.
update idempotency_keys set scope = 'cart:' || cart_id where scope like 'account:%';

-- Fee rules have weight steps.
alter table known_fees
  add column weight_steps jsonb not null default '[]' check (jsonb_typeof(weight_steps) = 'array');
