-- Whoever comes first settles what becomes of an id: a create, or an abandon after which no create can succeed.
create table order_claims (
  order_id   uuid        primary key,
  fate       text        not null check (fate in ('placed', 'abandoned')),
  claimed_at timestamptz not null default now()
);

create index order_claims_abandoned on order_claims (claimed_at) where fate = 'abandoned';

create table orders (
  id                  uuid        primary key references order_claims,
  -- Its number without the check digit; the first one is 10 001, so that numbers have one length for a long time.
  serial              bigint      not null generated always as identity (start with 10001) unique,
  version             integer     not null default 1 check (version > 0),
  status              text        not null default 'placed' check (status in (
                        'placed', 'confirmed', 'scheduled', 'out_for_delivery', 'delivered', 'delivery_failed', 'cancelled')),
  cancel_reason       text        check (cancel_reason in ('out_of_stock', 'shopper', 'operator', 'delivery_failed')),
  attempt             integer     not null check (attempt > 0),
  account_id          uuid,
  cart_id             uuid        not null,
  contact             jsonb       not null,
  language            text        not null check (language in ('ru', 'en')),
  address             jsonb       not null,
  slot                jsonb       not null,
  items_minor         bigint      not null check (items_minor >= 0),
  delivery_fee_minor  bigint      not null check (delivery_fee_minor >= 0),
  total_minor         bigint      not null check (total_minor = items_minor + delivery_fee_minor),
  currency            char(3)     not null,
  payment_method      text        not null check (payment_method in ('cash', 'card')),
  comment             text,
  -- What delivery has told: courier, window, eta, deliveredAt.
  delivery            jsonb,
  placed_at           timestamptz not null default now(),
  check ((status = 'cancelled') = (cancel_reason is not null)),
  check (status not in ('scheduled', 'out_for_delivery', 'delivered') or delivery is not null)
);

create index orders_of_account on orders (account_id, placed_at desc) where account_id is not null;

create table order_lines (
  order_id     uuid     not null references orders,
  position     smallint not null,
  product_id   uuid     not null,
  sku          text     not null,
  name         jsonb    not null,
  quantity     integer  not null check (quantity > 0),
  price_minor  bigint   not null check (price_minor >= 0),
  weight_grams integer  not null check (weight_grams >= 0),
  primary key (order_id, position)
);

create table order_history (
  order_id       uuid        not null references orders,
  version        integer     not null,
  status         text        not null,
  -- Who did it: 'shopper', or the service whose event did.
  actor          text        not null,
  reason         text,
  correlation_id text        not null,
  happened_at    timestamptz not null default now(),
  primary key (order_id, version)
);
