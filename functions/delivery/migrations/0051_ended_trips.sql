-- Which trip had a stop, and until when: what a courier did there may be told hours after it has gone to somebody else.
create table left_stop (
  stop_id     uuid        not null,
  route_id    uuid        not null references route on delete cascade,
  delivery_id uuid        not null references delivery on delete cascade,
  left_at     timestamptz not null default clock_timestamp(),
  primary key (stop_id, route_id)
);

create index left_stop_at on left_stop (left_at);
create index left_stop_route on left_stop (route_id);
create index left_stop_delivery on left_stop (delivery_id);

create function note_left_stop() returns trigger language plpgsql
  -- Whoever moves a stop need not look where we do.
  set search_path from current as $$
begin
  -- What goes with its trip or its delivery is not remembered.
  insert into left_stop (stop_id, route_id, delivery_id)
  select old.id, route.id, delivery.id from route, delivery where route.id = old.route_id and delivery.id = old.delivery_id
  on conflict (stop_id, route_id) do update set left_at = excluded.left_at;
  return null;
end
$$;

create trigger stop_leaves_trip after update of route_id on stop
  for each row when (old.route_id is distinct from new.route_id) execute function note_left_stop();
create trigger stop_is_given_up after delete on stop
  for each row execute function note_left_stop();

-- What an operator said had become of parcels whose courier never came back with them, or never said so.
create table ended_parcel (
  route_id    uuid        not null references route on delete cascade,
  delivery_id uuid        not null references delivery on delete cascade,
  fate        text        not null check (fate in ('returned', 'lost')),
  operator_id text        not null,
  ended_at    timestamptz not null default now(),
  primary key (route_id, delivery_id)
);

create index ended_parcel_delivery on ended_parcel (delivery_id);
