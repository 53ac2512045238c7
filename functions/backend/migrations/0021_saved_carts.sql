-- A signed-in shopper's cart, so that it follows to their other devices. What it costs and whether it can be had, a quote tells.
create table saved_carts (
  account_id uuid        primary key,
  -- Of the browser that saved it first: under it the account's checkouts count as one cart's.
  cart_id    uuid        not null,
  lines      jsonb       not null check (jsonb_typeof(lines) = 'array' and jsonb_array_length(lines) <= 100),
  revision   integer     not null default 1 check (revision > 0),
  updated_at timestamptz not null default now()
);
