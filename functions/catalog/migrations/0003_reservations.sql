-- Each operation on a reservation is one function: one round trip, so that the rows of a product many want at once stay
-- locked for a fraction of a millisecond and not for the network. Every statement inside sees what was committed before
-- it began (read committed), so what is read after a lock is current. Locks: the reservation, then stock by product id.

create function lock_stock(ids uuid[]) returns void language sql
begin atomic
  select from stock where product_id = any (ids) order by product_id for no key update;
end;

-- Lines that can't be had in full, as jsonb; null if all can.
create function short_lines(ids uuid[], quantities integer[], own_order uuid, sellable_only boolean) returns jsonb
  language sql stable
  return (
    select jsonb_agg(jsonb_build_object('productId', id, 'requested', quantity, 'available', available) order by id)
      from (select wanted.id, wanted.quantity,
                   case when s.product_id is null or (sellable_only and (not p.published or p.deleted_at is not null)) then 0
                        else greatest(0, s.on_hand - coalesce(held.quantity, 0))
                   end as available
              from unnest(ids, quantities) as wanted (id, quantity)
              left join stock as s on s.product_id = wanted.id
              left join product as p on p.id = wanted.id
              left join held_by_others(ids, own_order, null, clock_timestamp()) as held on held.product_id = wanted.id) as level
     where quantity > available);

-- Keeps the goods for (order, attempt) until the hold is over; again with the same key, extends it.
-- Answers {refused: 'wrong_state'} | {refused: 'out_of_stock', items: [short]} | {items: [priced], currency, expiresAt, reindexed}.
-- ids: distinct product ids; quantities: theirs.
create function reserve_stock(
  for_order uuid, for_attempt integer, for_cart uuid, ids uuid[], quantities integer[], hold interval
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

-- Gives a held attempt back; either way that attempt can't hold again. Answers {released, reindexed}.
create function release_stock(for_order uuid, for_attempt integer) returns jsonb language plpgsql as $$
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
  update reservation_line set held_until = null where order_id = for_order and held_until is not null;
  return jsonb_build_object('released', known.state = 'held', 'reindexed', refresh_bands(touched));
end $$;

-- A placed order: its reservation becomes a sale, whatever has become of the hold, as long as the goods are there.
-- Answers {outcome: 'sold' | 'rejected', version, items: [short], reindexed}, or {outcome: 'settled'} if it was decided before.
create function sell_stock(
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
  if known.state in ('sold', 'rejected', 'cancelled') then
    return jsonb_build_object('outcome', 'settled', 'reindexed', 0);
  end if;

  touched := ids || array(select product_id from reservation_line
                           where order_id = for_order and held_until is not null and product_id <> all (ids));
  perform lock_stock(touched);
  -- What was taken out of the shop since may still be sold: the order was accepted.
  short := short_lines(ids, quantities, for_order, false);
  update reservation_line set held_until = null where order_id = for_order and held_until is not null;
  update reservation
     set state = case when short is null then 'sold' else 'rejected' end,
         attempt = for_attempt, expires_at = null, version = version + 1, updated_at = now()
   where order_id = for_order;
  if short is not null then
    return jsonb_build_object('outcome', 'rejected', 'version', known.version + 1, 'items', short,
                              'reindexed', refresh_bands(touched));
  end if;

  delete from reservation_line where order_id = for_order and product_id <> all (ids);
  insert into reservation_line (order_id, product_id, quantity)
  select for_order, wanted.id, wanted.quantity from unnest(ids, quantities) as wanted (id, quantity)
  on conflict (order_id, product_id) do update set quantity = excluded.quantity;
  with taken as (
    update stock set on_hand = on_hand - wanted.quantity
      from unnest(ids, quantities) as wanted (id, quantity) where stock.product_id = wanted.id
    returning stock.product_id, wanted.quantity, stock.on_hand
  )
  insert into stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
  select product_id, -quantity, on_hand, 'sale', for_order::text, correlation from taken order by product_id;
  return jsonb_build_object('outcome', 'sold', 'version', known.version + 1, 'items', '[]'::jsonb,
                            'reindexed', refresh_bands(touched));
end $$;

-- A cancelled order: what was sold returns, what was held is free, and a placing that comes later sells nothing.
-- Answers {outcome: 'returned' | 'released' | 'nothing', reindexed}.
create function cancel_stock(for_order uuid, correlation text) returns jsonb language plpgsql as $$
declare
  known reservation;
  touched uuid[];
begin
  insert into reservation (order_id, attempt, state) values (for_order, 0, 'cancelled') on conflict (order_id) do nothing;
  if found then return jsonb_build_object('outcome', 'nothing', 'reindexed', 0); end if;
  select * into strict known from reservation where order_id = for_order for update;
  if known.state in ('cancelled', 'rejected') then
    return jsonb_build_object('outcome', 'nothing', 'reindexed', 0);
  end if;
  touched := array(select product_id from reservation_line where order_id = for_order);
  perform lock_stock(touched);
  if known.state = 'sold' then
    with returned as (
      update stock set on_hand = on_hand + line.quantity
        from reservation_line as line where line.order_id = for_order and stock.product_id = line.product_id
      returning stock.product_id, line.quantity, stock.on_hand
    )
    insert into stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
    select product_id, quantity, on_hand, 'return', for_order::text, correlation from returned order by product_id;
  end if;
  update reservation_line set held_until = null where order_id = for_order and held_until is not null;
  update reservation set state = 'cancelled', expires_at = null, version = version + 1, updated_at = now()
   where order_id = for_order;
  return jsonb_build_object(
    'outcome', case known.state when 'sold' then 'returned' when 'held' then 'released' else 'nothing' end,
    'reindexed', refresh_bands(touched));
end $$;

-- Marks up to `at_most` holds that are over. Those someone works on right now are left for the next time.
create function expire_reservations(at_most integer) returns jsonb language plpgsql as $$
declare
  overdue uuid[];
  touched uuid[];
begin
  overdue := array(select order_id from reservation where state = 'held' and expires_at <= clock_timestamp()
                    order by expires_at limit at_most for update skip locked);
  touched := array(select distinct product_id from reservation_line where order_id = any (overdue) and held_until is not null);
  perform lock_stock(touched);
  update reservation_line set held_until = null where order_id = any (overdue) and held_until is not null;
  update reservation set state = 'expired', version = version + 1, updated_at = now() where order_id = any (overdue);
  return jsonb_build_object('expired', cardinality(overdue), 'reindexed', refresh_bands(touched));
end $$;
