-- The ledger has holds too: what is on hand is the sum of `delta`, what is set aside the sum of `held_delta`, whether or
-- not the sweeper has seen that a hold is over.
alter table stock_movement
  add column held_delta integer not null default 0,
  drop constraint stock_movement_delta_check,
  drop constraint stock_movement_reason_check,
  add check (delta <> 0 or held_delta <> 0),
  -- count, import: what was found on the shelf. correction: an operator's. return: from an order.
  add check (reason in ('count', 'import', 'sale', 'return', 'correction', 'hold', 'release')),
  add check (reason not in ('hold', 'release') or delta = 0);

-- Sums come from the index alone.
drop index stock_movement_product;
create index stock_movement_product on stock_movement (product_id, id) include (delta, held_delta);

create function keep_ledger() returns trigger language plpgsql as $$
begin
  raise exception 'the stock ledger is only added to';
end $$;

create trigger stock_movement_is_kept before update or delete on stock_movement
  for each row execute function keep_ledger();

-- What was set aside before the ledger knew of holds.
insert into stock_movement (product_id, delta, held_delta, on_hand, reason, reference, correlation_id)
select l.product_id, 0, l.quantity, s.on_hand, 'hold', l.order_id::text, 'migration-0040'
  from reservation_line as l join stock as s using (product_id)
 where l.held_until is not null;

-- out: the order was cancelled while its goods were on the road. They are in stock again when somebody has them in hand.
alter table reservation
  drop constraint reservation_state_check,
  add check (state in ('held', 'expired', 'released', 'sold', 'rejected', 'cancelled', 'out'));

-- Ends what orders hold. The stock rows are locked by the caller.
create function let_go(of_orders uuid[], correlation text) returns void language plpgsql as $$
begin
  with gone as (
    update reservation_line set held_until = null where order_id = any (of_orders) and held_until is not null
    returning order_id, product_id, quantity
  )
  insert into stock_movement (product_id, delta, held_delta, on_hand, reason, reference, correlation_id)
  select product_id, 0, -quantity, s.on_hand, 'release', order_id::text, correlation
    from gone join stock as s using (product_id) order by product_id, order_id;
end $$;

-- Functions get the correlation id; with a default, so that what was deployed before still finds them.
drop function reserve_stock(uuid, integer, uuid, uuid[], integer[], interval);
drop function release_stock(uuid, integer);
drop function cancel_stock(uuid, text);
drop function expire_reservations(integer);

create function reserve_stock(
  for_order uuid, for_attempt integer, for_cart uuid, ids uuid[], quantities integer[], hold interval,
  correlation text default 'unknown'
) returns jsonb language plpgsql as $$
declare
  known reservation;
  is_new boolean;
  touched uuid[] := ids;
  short jsonb;
  until timestamptz := clock_timestamp() + hold;
begin
  insert into reservation (order_id, attempt, cart_id, state, expires_at)
  values (for_order, for_attempt, for_cart, 'held', until)
  on conflict (order_id) do nothing;
  is_new := found;
  if not is_new then
    select * into strict known from reservation where order_id = for_order for update;
    if known.state not in ('held', 'expired', 'released') or for_attempt < known.attempt
       or (known.state = 'released' and for_attempt = known.attempt) then
      return jsonb_build_object('refused', 'wrong_state');
    end if;
    touched := ids || array(select product_id from reservation_line
                             where order_id = for_order and held_until is not null and product_id <> all (ids));
  end if;

  perform lock_stock(touched);
  short := short_lines(ids, quantities, for_order, true);
  if short is not null then
    if is_new then delete from reservation where order_id = for_order; end if;
    return jsonb_build_object('refused', 'out_of_stock', 'items', short);
  end if;

  -- Before the lines change: the difference to what they hold is what goes into the ledger.
  insert into stock_movement (product_id, delta, held_delta, on_hand, reason, reference, correlation_id)
  select product_id, 0, change, s.on_hand, case when change > 0 then 'hold' else 'release' end, for_order::text, correlation
    from (select product_id, coalesce(wanted.quantity, 0) - coalesce(held.quantity, 0) as change
            from (select id as product_id, quantity from unnest(ids, quantities) as one (id, quantity)) as wanted
            full join (select product_id, quantity from reservation_line
                        where order_id = for_order and held_until is not null) as held using (product_id)) as changes
    join stock as s using (product_id)
   where change <> 0
   order by product_id;

  if not is_new then
    update reservation set attempt = for_attempt, cart_id = for_cart, state = 'held', expires_at = until,
                           version = version + 1, updated_at = now()
     where order_id = for_order;
    delete from reservation_line where order_id = for_order and product_id <> all (ids);
  end if;
  insert into reservation_line (order_id, product_id, quantity, held_until)
  select for_order, wanted.id, wanted.quantity, until from unnest(ids, quantities) as wanted (id, quantity)
  on conflict (order_id, product_id) do update set quantity = excluded.quantity, held_until = excluded.held_until;

  return (
    select jsonb_build_object(
             'items', jsonb_agg(jsonb_build_object(
               'productId', p.id, 'sku', p.sku, 'name', jsonb_build_object('ru', p.name_ru, 'en', p.name_en),
               'quantity', wanted.quantity, 'priceMinor', p.price_minor, 'weightGrams', p.weight_grams) order by wanted.place),
             'currency', min(p.currency), 'expiresAt', until)
      from unnest(ids, quantities) with ordinality as wanted (id, quantity, place) join product as p on p.id = wanted.id)
    || jsonb_build_object('reindexed', refresh_bands(touched));
end $$;

create function release_stock(for_order uuid, for_attempt integer, correlation text default 'unknown')
returns jsonb language plpgsql as $$
declare
  known reservation;
  touched uuid[];
begin
  insert into reservation (order_id, attempt, state) values (for_order, for_attempt, 'released')
  on conflict (order_id) do nothing;
  if found then return jsonb_build_object('released', false, 'reindexed', 0); end if;
  select * into strict known from reservation where order_id = for_order for update;
  if known.state not in ('held', 'expired', 'released') or for_attempt < known.attempt then
    return jsonb_build_object('released', false, 'reindexed', 0);
  end if;
  update reservation set state = 'released', attempt = for_attempt, expires_at = null, version = version + 1, updated_at = now()
   where order_id = for_order and (state <> 'released' or attempt <> for_attempt);
  touched := array(select product_id from reservation_line where order_id = for_order and held_until is not null);
  perform lock_stock(touched);
  perform let_go(array[for_order], correlation);
  return jsonb_build_object('released', known.state = 'held', 'reindexed', refresh_bands(touched));
end $$;

create or replace function sell_stock(
  for_order uuid, for_attempt integer, ids uuid[], quantities integer[], correlation text
) returns jsonb language plpgsql as $$
declare
  known reservation;
  touched uuid[];
  short jsonb;
begin
  insert into reservation (order_id, attempt, state) values (for_order, for_attempt, 'expired')
  on conflict (order_id) do nothing;
  select * into strict known from reservation where order_id = for_order for update;
  if known.state in ('sold', 'rejected', 'cancelled', 'out') then
    return jsonb_build_object('outcome', 'settled', 'reindexed', 0);
  end if;

  touched := ids || array(select product_id from reservation_line
                           where order_id = for_order and held_until is not null and product_id <> all (ids));
  perform lock_stock(touched);
  -- What was taken out of the shop since may still be sold: the order was accepted.
  short := short_lines(ids, quantities, for_order, false);
  update reservation
     set state = case when short is null then 'sold' else 'rejected' end,
         attempt = for_attempt, expires_at = null, version = version + 1, updated_at = now()
   where order_id = for_order;
  if short is not null then
    perform let_go(array[for_order], correlation);
    return jsonb_build_object('outcome', 'rejected', 'version', known.version + 1, 'items', short,
                              'reindexed', refresh_bands(touched));
  end if;

  -- One row a product says both: the hold ends, the goods leave.
  with held as materialized (
    select product_id, quantity from reservation_line where order_id = for_order and held_until is not null
  ), taken as (
    update stock set on_hand = on_hand - wanted.quantity
      from unnest(ids, quantities) as wanted (id, quantity) where stock.product_id = wanted.id
    returning stock.product_id, wanted.quantity, stock.on_hand
  )
  insert into stock_movement (product_id, delta, held_delta, on_hand, reason, reference, correlation_id)
  select product_id, -taken.quantity, -coalesce(held.quantity, 0), on_hand, 'sale', for_order::text, correlation
    from taken left join held using (product_id) order by product_id;
  update reservation_line set held_until = null where order_id = for_order and product_id = any (ids) and held_until is not null;
  perform let_go(array[for_order], correlation);
  delete from reservation_line where order_id = for_order and product_id <> all (ids);
  insert into reservation_line (order_id, product_id, quantity)
  select for_order, wanted.id, wanted.quantity from unnest(ids, quantities) as wanted (id, quantity)
  on conflict (order_id, product_id) do update set quantity = excluded.quantity;
  return jsonb_build_object('outcome', 'sold', 'version', known.version + 1, 'items', '[]'::jsonb,
                            'reindexed', refresh_bands(touched));
end $$;

-- Goods of an order that are on the shelf again. The stock rows are locked by the caller.
create function put_back(for_order uuid, ids uuid[], quantities integer[], correlation text) returns void language plpgsql as $$
begin
  with returned as (
    update stock set on_hand = on_hand + back.quantity
      from unnest(ids, quantities) as back (id, quantity) where stock.product_id = back.id and back.quantity > 0
    returning stock.product_id, back.quantity, stock.on_hand
  )
  insert into stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
  select product_id, quantity, on_hand, 'return', for_order::text, correlation from returned order by product_id;
end $$;

-- A cancelled order: what was sold returns, what was held is free, and a placing that comes later sells nothing. Goods
-- that are on the road stay sold until return_stock.
-- Answers {outcome: 'returned' | 'released' | 'out' | 'nothing', reindexed}.
create function cancel_stock(for_order uuid, correlation text, goods_out boolean default false) returns jsonb language plpgsql as $$
declare
  known reservation;
  touched uuid[];
  amounts integer[];
begin
  insert into reservation (order_id, attempt, state) values (for_order, 0, 'cancelled') on conflict (order_id) do nothing;
  if found then return jsonb_build_object('outcome', 'nothing', 'reindexed', 0); end if;
  select * into strict known from reservation where order_id = for_order for update;
  if known.state in ('cancelled', 'rejected', 'out') then
    return jsonb_build_object('outcome', 'nothing', 'reindexed', 0);
  end if;
  if known.state = 'sold' and goods_out then
    update reservation set state = 'out', version = version + 1, updated_at = now() where order_id = for_order;
    return jsonb_build_object('outcome', 'out', 'reindexed', 0);
  end if;
  select coalesce(array_agg(product_id order by product_id), '{}'), coalesce(array_agg(quantity order by product_id), '{}')
    into touched, amounts from reservation_line where order_id = for_order;
  perform lock_stock(touched);
  if known.state = 'sold' then perform put_back(for_order, touched, amounts, correlation); end if;
  perform let_go(array[for_order], correlation);
  update reservation set state = 'cancelled', expires_at = null, version = version + 1, updated_at = now()
   where order_id = for_order;
  return jsonb_build_object(
    'outcome', case known.state when 'sold' then 'returned' when 'held' then 'released' else 'nothing' end,
    'reindexed', refresh_bands(touched));
end $$;

-- What an order still wants after some of it was cancelled: the rest of what was sold to it returns. To be told twice,
-- or of an order that wants nothing any more, changes nothing. Answers {returned: how many pieces, reindexed}.
create function shrink_sale(for_order uuid, ids uuid[], quantities integer[], correlation text) returns jsonb language plpgsql as $$
declare
  known reservation;
  touched uuid[];
  amounts integer[];
begin
  select * into known from reservation where order_id = for_order for update;
  if known.state is distinct from 'sold' then return jsonb_build_object('returned', 0, 'reindexed', 0); end if;
  select coalesce(array_agg(product_id order by product_id), '{}'),
         coalesce(array_agg(line.quantity - coalesce(wanted.quantity, 0) order by product_id), '{}')
    into touched, amounts
    from reservation_line as line left join unnest(ids, quantities) as wanted (product_id, quantity) using (product_id)
   where line.order_id = for_order and line.quantity > coalesce(wanted.quantity, 0);
  perform lock_stock(touched);
  perform put_back(for_order, touched, amounts, correlation);
  update reservation_line as line set quantity = line.quantity - less.quantity
    from unnest(touched, amounts) as less (product_id, quantity)
   where line.order_id = for_order and line.product_id = less.product_id and line.quantity > less.quantity;
  delete from reservation_line where order_id = for_order and product_id = any (touched) and product_id <> all (ids);
  update reservation set version = version + 1, updated_at = now() where order_id = for_order and cardinality(touched) > 0;
  return jsonb_build_object('returned', (select coalesce(sum(one), 0) from unnest(amounts) as one),
                            'reindexed', refresh_bands(touched));
end $$;

-- Goods of a cancelled order are back from the road, of each product as many as can be sold again and no more than it
-- had. What isn't named is lost: it stays sold. Answers {returned: how many pieces, reindexed}.
create function return_stock(for_order uuid, ids uuid[], quantities integer[], correlation text) returns jsonb language plpgsql as $$
declare
  known reservation;
  touched uuid[];
  amounts integer[];
begin
  select * into known from reservation where order_id = for_order for update;
  -- Sold: this came before the cancellation, which says nothing more.
  if known.state is null or known.state not in ('out', 'sold') then
    return jsonb_build_object('returned', 0, 'reindexed', 0);
  end if;
  select coalesce(array_agg(product_id order by product_id), '{}'),
         coalesce(array_agg(least(line.quantity, back.quantity) order by product_id), '{}')
    into touched, amounts
    from reservation_line as line join unnest(ids, quantities) as back (product_id, quantity) using (product_id)
   where line.order_id = for_order;
  perform lock_stock(touched);
  perform put_back(for_order, touched, amounts, correlation);
  update reservation set state = 'cancelled', version = version + 1, updated_at = now() where order_id = for_order;
  return jsonb_build_object('returned', (select coalesce(sum(one), 0) from unnest(amounts) as one),
                            'reindexed', refresh_bands(touched));
end $$;

-- Marks up to `at_most` holds that are over. Those someone works on right now are left for the next time.
create function expire_reservations(at_most integer, correlation text default 'unknown') returns jsonb language plpgsql as $$
declare
  overdue uuid[];
  touched uuid[];
begin
  overdue := array(select order_id from reservation where state = 'held' and expires_at <= clock_timestamp()
                    order by expires_at limit at_most for update skip locked);
  touched := array(select distinct product_id from reservation_line where order_id = any (overdue) and held_until is not null);
  perform lock_stock(touched);
  perform let_go(overdue, correlation);
  update reservation set state = 'expired', version = version + 1, updated_at = now() where order_id = any (overdue);
  return jsonb_build_object('expired', cardinality(overdue), 'reindexed', refresh_bands(touched));
end $$;
