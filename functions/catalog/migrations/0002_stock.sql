-- Apart from `product`, so that a sale rewrites a narrow row. Whoever changes stock, holds or the index version of a
-- product locks its row here first, several in product-id order.
create table stock (
  product_id    uuid    primary key references product (id),
  on_hand       integer not null default 0 check (on_hand >= 0),
  -- What the search index shows: `few` is five or less.
  band          text    not null default 'none' check (band in ('none', 'few', 'enough')),
  -- Counts every change that the search index shows. 64 bits, as an external version is.
  index_version bigint  not null default 1
) with (fillfactor = 70);

-- Every change of stock, with what caused it: on_hand is always the sum of its deltas.
create table stock_movement (
  id             bigint      generated always as identity primary key,
  product_id     uuid        not null references stock (product_id),
  delta          integer     not null check (delta <> 0),
  on_hand        integer     not null check (on_hand >= 0),
  reason         text        not null check (reason in ('sale', 'return', 'count')),
  -- An order's id, or the name of the import.
  reference      text        not null,
  correlation_id text        not null,
  at             timestamptz not null default clock_timestamp()
);

create index stock_movement_product on stock_movement (product_id, id);
create index stock_movement_reference on stock_movement (reference);

-- One row an order: of its attempts only the newest counts.
--   held       set aside until expires_at
--   expired    was held too long; the same attempt may hold again
--   released   given back: this attempt can't come back, a later one may
--   sold       the goods have left stock for a placed order
--   rejected   the order was placed, but the goods were gone
--   cancelled  the order was cancelled: nothing is sold to it any more
create table reservation (
  order_id   uuid        primary key,
  attempt    integer     not null check (attempt >= 0),
  cart_id    uuid,
  state      text        not null check (state in ('held', 'expired', 'released', 'sold', 'rejected', 'cancelled')),
  expires_at timestamptz check (expires_at is not null or state <> 'held'),
  -- Counts changes of state: the sequence of the events about this order.
  version    bigint      not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 70);

create index reservation_overdue on reservation (expires_at) where state = 'held';
create index reservation_cart on reservation (cart_id) where state = 'held';
create index reservation_done on reservation (updated_at) where state in ('expired', 'released');

create table reservation_line (
  order_id   uuid        not null references reservation (order_id) on delete cascade,
  -- Of stock and not of product: whoever writes lines has locked that row already, so the check costs no lock of its own.
  product_id uuid        not null references stock (product_id),
  quantity   integer     not null check (quantity > 0),
  -- Not null while the line is held; a held line that is over no longer counts, whether or not it was swept.
  held_until timestamptz,
  primary key (order_id, product_id)
) with (fillfactor = 70);

create index reservation_line_held on reservation_line (product_id) include (quantity, held_until, order_id) where held_until is not null;
create index reservation_line_product on reservation_line (product_id);

-- What others keep of products: unexpired holds, but for those of this order and of this cart. No row for nothing.
-- Only a quote leaves out a cart's holds, to show its shopper what they can have. A reservation counts them: any of them
-- may be about to become an order, and whoever was told "ordered" must not hear "sold out" for having ordered twice.
create function held_by_others(ids uuid[], own_order uuid, own_cart uuid, at timestamptz)
returns table (product_id uuid, quantity bigint) language sql stable parallel safe
begin atomic
  select line.product_id, sum(line.quantity)
    from reservation_line as line
   where line.product_id = any (ids) and line.held_until > at
     and line.order_id is distinct from own_order
     and line.order_id <> all (array(select own.order_id from reservation as own
                                      where own.cart_id = own_cart and own.state = 'held'))
   group by line.product_id;
end;

create function availability_band(available bigint) returns text
  language sql immutable parallel safe
  return case when available <= 0 then 'none' when available <= 5 then 'few' else 'enough' end;

-- Products the search index shows otherwise now: their versions go up and their ids to the outbox, in one transaction.
create function index_products(ids uuid[]) returns integer language plpgsql as $$
begin
  perform from stock where product_id = any (ids) order by product_id for no key update;
  update stock set index_version = index_version + 1 where product_id = any (ids);
  insert into outbox (id, carrier, type, subject, sequence, envelope)
  select uuidv7(), 'sqs', 'product.changed', id::text, 0, jsonb_build_object('type', 'product.changed', 'subject', id)
    from unnest(ids) as id;
  return cardinality(ids);
end $$;

-- Writes down the bands as they are now; answers the products that have another one. Rows are locked by the caller.
create function note_bands(ids uuid[]) returns uuid[] language plpgsql as $$
declare
  changed uuid[];
begin
  with now_at as (
    select s.product_id, availability_band(s.on_hand - coalesce(held.quantity, 0)) as band
      from stock as s
      left join held_by_others(ids, null, null, clock_timestamp()) as held on held.product_id = s.product_id
     where s.product_id = any (ids)
  ), updated as (
    update stock set band = now_at.band from now_at
     where stock.product_id = now_at.product_id and stock.band <> now_at.band
    returning stock.product_id
  )
  select coalesce(array_agg(product_id), '{}') into changed from updated;
  return changed;
end $$;

-- After holds or stock have changed: tells the index of products that went to another band. Most changes are none.
create function refresh_bands(ids uuid[]) returns integer language plpgsql as $$
declare
  changed uuid[] := note_bands(ids);
begin
  return case when cardinality(changed) = 0 then 0 else index_products(changed) end;
end $$;
