-- Places taken in a slot: deliveries, and holds that have not run out. What is the order's own doesn't stand in its way.
-- Volatile, for it must see what was committed while its caller waited for the slot.
create function places_taken(of_slot text, but_order uuid) returns bigint language sql volatile as $$
  select (select count(*) from delivery where slot_id = of_slot and status <> 'cancelled' and order_id <> but_order)
       + (select count(*) from hold
           where slot_id = of_slot and state = 'held' and expires_at > clock_timestamp() and order_id <> but_order)
$$;

-- A hold in one round trip: the slot's row is what every checkout for the same window waits on, so it is locked for as
-- long as these statements take and no longer. Each sees what was committed before it, after the wait for the lock.

create function hold_place(own_order uuid, own_attempt integer, wanted text, seconds integer)
  returns table (outcome text, starts_at timestamptz, ends_at timestamptz, expires_at timestamptz, max_weight_grams integer)
  language plpgsql as $$
#variable_conflict use_column
declare
  wanted_slot slot;
  known hold;
  until timestamptz;
begin
  select * into wanted_slot from slot where id = wanted for no key update;
  if wanted_slot.id is null then
    return query select 'unknown', null::timestamptz, null::timestamptz, null::timestamptz, 0;
    return;
  end if;
  select * into known from hold where order_id = own_order and attempt = own_attempt for update;
  outcome := case
    when known.state = 'released' or known.slot_id <> wanted then 'wrong_state'
    -- The order was confirmed meanwhile: it has the place for good.
    when known.state = 'booked' then 'booked'
    when known.state = 'held' and known.expires_at > clock_timestamp() then 'held'
    when exists (select from cancelled_order where order_id = own_order) then 'wrong_state'
    when wanted_slot.cutoff_at <= clock_timestamp() then 'closed'
    when places_taken(wanted, own_order) >= wanted_slot.capacity then 'full'
    else 'held'
  end;
  if outcome = 'held' then
    insert into hold (order_id, attempt, slot_id, state, expires_at)
    values (own_order, own_attempt, wanted, 'held', clock_timestamp() + seconds * interval '1 second')
    on conflict (order_id, attempt) do update
      set expires_at = excluded.expires_at, updated_at = now()
      where hold.state = 'held'
    returning hold.expires_at into until;
    -- Its release came in between and left its tombstone.
    if until is null then
      outcome := 'wrong_state';
    end if;
  elsif outcome = 'booked' then
    until := wanted_slot.ends_at;
  end if;
  return query select outcome, wanted_slot.starts_at, wanted_slot.ends_at, until, (
    select coalesce(max(capacity_grams), 0) from shift join courier on courier.id = courier_id
     where weekday = extract(isodow from wanted_slot.service_date));
end
$$;
