alter table orders
  add column payment_state text not null default 'due' check (payment_state in ('due', 'paid', 'refunded')),
  -- in_shop: never on the road. out: on the road, with its shopper, or lost. back: returned after a cancellation.
  add column goods         text not null default 'in_shop' check (goods in ('in_shop', 'out', 'back')),
  add check (payment_state <> 'refunded' or status = 'cancelled'),
  add check (goods <> 'back' or status = 'cancelled');

update orders
   set goods = 'out', payment_state = case when status = 'delivered' then 'paid' else 'due' end
 where status in ('out_for_delivery', 'delivered', 'delivery_failed');
alter table orders add check (status <> 'delivered' or payment_state = 'paid');

alter table order_lines
  -- Of `quantity`, which stays as it was ordered.
  add column cancelled integer not null default 0 check (cancelled between 0 and quantity),
  -- What came back of a cancelled order and could be sold again.
  add column returned  integer not null default 0 check (returned between 0 and quantity - cancelled);

alter table order_history
  -- status: moved to it. The others happened while in it.
  add column kind     text not null default 'status' check (kind in ('status', 'changed', 'payment', 'goods')),
  -- The account, operator or courier; none for a guest and for services.
  add column actor_id text,
  add column details  jsonb;

create index order_history_correlation on order_history (correlation_id);

-- A change that delivery must agree to, since it alone knows whether the parcel has left. Written before it is asked; so
-- whatever dies in between, somebody finds the wish and ends it one way or the other.
create table pending_change (
  order_id           uuid        primary key references orders,
  kind               text        not null check (kind in ('cancel', 'remove')),
  cancel_reason      text,
  -- [{productId, quantity}]
  removals           jsonb,
  delivery_fee_minor bigint,
  actor              text        not null,
  actor_id           text,
  details            jsonb,
  correlation_id     text        not null,
  requested_at       timestamptz not null default now(),
  check ((kind = 'cancel') = (cancel_reason is not null)),
  check ((kind = 'remove') = (removals is not null and delivery_fee_minor is not null))
);

create index pending_change_requested on pending_change (requested_at);

create table order_note (
  id             uuid        primary key default uuidv7(),
  order_id       uuid        not null references orders,
  author_id      text        not null,
  text           text        not null check (text <> ''),
  correlation_id text        not null,
  at             timestamptz not null default now()
);

create index order_note_order on order_note (order_id, id);

-- What operators list by, each in the order of the list: the latest first.
create index orders_listed on orders (placed_at desc, serial desc);
create index orders_by_status on orders (status, placed_at desc, serial desc);
create index orders_by_slot on orders ((slot ->> 'id'), placed_at desc, serial desc);
create index orders_by_phone on orders ((contact ->> 'phone'), placed_at desc, serial desc);
create index orders_by_courier on orders ((delivery #>> '{courier,id}'), placed_at desc, serial desc) where delivery is not null;
create index orders_to_refund on orders (placed_at desc, serial desc) where status = 'cancelled' and payment_state = 'paid';
create index orders_to_take_back on orders (placed_at desc, serial desc) where status = 'cancelled' and goods = 'out';
