-- Who knows a day of trips reads only what has changed since: a trip tells which transaction changed it last, and what was
-- seen up to a snapshot lacks at most what transactions changed that were not over then (pg_snapshot_xmin). Nothing is
-- counted that writers would have to wait for. Null: not changed since this migration.
alter table route add column changed_in xid8;

create function note_transaction() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$$;

create trigger route_notes_transaction before insert or update on route
  for each row execute function note_transaction();

-- Hours, vehicles and depots are another version of the fleet, whoever changes them. So are trips that vanish, which happens
-- when data are cleared: what is known of the days is forgotten then.
create function count_fleet_change() returns trigger language plpgsql
  -- Whoever changes something need not look where we do.
  set search_path from current as $$
begin
  update fleet_version set version = version + 1;
  return null;
end
$$;

create trigger courier_changes_fleet after insert or update or delete or truncate on courier
  for each statement execute function count_fleet_change();
create trigger depot_changes_fleet after insert or update or delete or truncate on depot
  for each statement execute function count_fleet_change();
create trigger shift_changes_fleet after insert or update or delete or truncate on shift
  for each statement execute function count_fleet_change();
create trigger shift_break_changes_fleet after insert or update or delete or truncate on shift_break
  for each statement execute function count_fleet_change();
create trigger shift_exception_changes_fleet after insert or update or delete or truncate on shift_exception
  for each statement execute function count_fleet_change();
create trigger route_gone_changes_fleet after delete or truncate on route
  for each statement execute function count_fleet_change();

-- What is promised on these days, and what has changed of their trips and of the fleet: all as of one snapshot, for it is
-- stable. `since` is what was answered as `seen` the last time; '0' for a day that isn't known.
create function day_changes(days date[], since xid8[], known_fleet integer, but_order uuid)
  returns table (seen xid8, is_writing boolean, fleet integer, duty json, trips json, promised json)
  language plpgsql stable
  -- To plan these statements anew for each call takes longer than to run them.
  set plan_cache_mode = force_generic_plan as $$
declare
  asked_since xid8[] := since;
begin
  seen := pg_snapshot_xmin(pg_current_snapshot());
  -- What this transaction has changed itself may yet be undone.
  is_writing := pg_current_xact_id_if_assigned() is not null;
  fleet := (select version from fleet_version);
  if fleet is distinct from known_fleet then
    asked_since := array_fill('0'::xid8, array[cardinality(days)]);
  end if;
  if '0'::xid8 = any(asked_since) then
    duty := (
      select json_agg(json_build_object(
               'serviceDate', day.service_date, 'courierId', courier.id,
               'depot', json_build_object('lat', depot.lat, 'lon', depot.lon), 'capacityGrams', capacity_grams,
               'speedFactor', speed_factor, 'startsMinute', starts_minute, 'endsMinute', ends_minute, 'breaks', breaks)
               order by courier.id)
        from unnest(days, asked_since) as day (service_date, since)
       cross join lateral shifts_on(day.service_date) as on_duty
        join courier on courier.id = on_duty.courier_id
        join depot on depot.id = depot_id
       where day.since = '0'::xid8);
  end if;
  trips := (
    select json_agg(json_build_object(
             'serviceDate', route.service_date, 'id', route.id, 'courierId', courier_id, 'trip', trip, 'status', status,
             'planVersion', plan_version, 'returnsMs', (extract(epoch from returns_at) * 1000)::float8,
             'stops', coalesce((
               select json_agg(json_build_object(
                        'deliveryId', delivery.id, 'lat', delivery.lat, 'lon', delivery.lon, 'startsAt', slot.starts_at,
                        'endsAt', slot.ends_at, 'cutoffAt', slot.cutoff_at, 'weightGrams', weight_grams)
                        order by stop.position)
                 from stop
                 join delivery on delivery.id = stop.delivery_id
                 join slot on slot.id = slot_id
                where route_id = route.id and stop.position is not null and route.status = 'planned'), '[]')))
      from unnest(days, asked_since) as day (service_date, since)
      join route on route.service_date = day.service_date
     where day.since = '0'::xid8 or changed_in >= day.since);
  promised := (
    select json_agg(json_build_object(
             'serviceDate', slot.service_date, 'deliveryId', one.id, 'lat', one.lat, 'lon', one.lon,
             'startsMs', (extract(epoch from starts_at) * 1000)::float8, 'endsMs', (extract(epoch from ends_at) * 1000)::float8,
             'weightGrams', one.grams, 'isHeld', one.is_held)
             order by one.since, one.id)
      from slot
     cross join lateral (
       select delivery.id, order_id, lat, lon, weight_grams as grams, created_at as since, false as is_held from delivery
        where slot_id = slot.id and status = 'unassigned' and problem is null
       union all
       select order_id, order_id, lat, lon, null, updated_at, true from hold
        where slot_id = slot.id and state = 'held' and expires_at > clock_timestamp()) as one
     where slot.service_date = any(days) and one.order_id is distinct from but_order);
  return next;
end
$$;

-- The same once it is this one's turn to give places of a day away; see takeTurnForDay.
create function day_changes_in_turn(of_day date, since xid8, known_fleet integer, but_order uuid)
  returns table (seen xid8, is_writing boolean, fleet integer, duty json, trips json, promised json)
  language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(of_day::text, 33));
  -- A statement of its own: it sees what was committed during the wait.
  return query select * from day_changes(array[of_day], array[since], known_fleet, but_order);
end
$$;

-- As hold_place of seven arguments, but for the largest vehicle, which who has looked for room knows.
create function keep_place(own_order uuid, own_attempt integer, wanted text, seconds integer, fits boolean,
                           at_lat double precision, at_lon double precision)
  returns table (outcome text, starts_at timestamptz, ends_at timestamptz, expires_at timestamptz)
  language plpgsql as $$
#variable_conflict use_column
declare
  wanted_slot slot;
  known hold;
  until timestamptz;
begin
  select * into wanted_slot from slot where id = wanted for no key update;
  if wanted_slot.id is null then
    return query select 'unknown', null::timestamptz, null::timestamptz, null::timestamptz;
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
    when not fits then 'full'
    -- Most slots have no bound, and nothing to count.
    when wanted_slot.capacity is not null and places_taken(wanted, own_order) >= wanted_slot.capacity then 'full'
    else 'held'
  end;
  if outcome = 'held' then
    insert into hold (order_id, attempt, slot_id, state, expires_at, lat, lon)
    values (own_order, own_attempt, wanted, 'held', clock_timestamp() + seconds * interval '1 second', at_lat, at_lon)
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
  return query select outcome, wanted_slot.starts_at, wanted_slot.ends_at, until;
end
$$;
