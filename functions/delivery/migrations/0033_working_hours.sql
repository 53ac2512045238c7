-- What can be promised follows from who works when, with which vehicle, and where the stops are: all of it is data.

alter table courier
  -- How fast this courier is, beside the estimate of travel times: a cargo bike 0.7.
  add column speed_factor double precision not null default 1 check (speed_factor between 0.1 and 5),
  add column revision     integer not null default 1 check (revision > 0),
  -- Gone: nothing is planned any more; past routes keep the name.
  add column retired_at   timestamptz;

alter table depot add column revision integer not null default 1 check (revision > 0);

-- A rest that begins within these minutes of the day, wherever the courier is then.
create table shift_break (
  courier_id       uuid     not null,
  weekday          smallint not null,
  from_minute      integer  not null check (from_minute >= 0),
  until_minute     integer  not null check (until_minute <= 24 * 60),
  duration_minutes integer  not null check (duration_minutes between 1 and 240),
  primary key (courier_id, weekday, from_minute),
  foreign key (courier_id, weekday) references shift on delete cascade,
  check (from_minute <= until_minute)
);

-- A day that is not as the week has it: other hours, or (without hours) none.
create table shift_exception (
  courier_id    uuid    not null references courier,
  service_date  date    not null,
  starts_minute integer check (starts_minute >= 0),
  ends_minute   integer check (ends_minute <= 24 * 60),
  primary key (courier_id, service_date),
  check ((starts_minute is null) = (ends_minute is null)),
  check (starts_minute < ends_minute)
);

-- Who works on a day, and when; rests that the hours of that day have no room for fall away.
create function shifts_on(of_day date)
  returns table (courier_id uuid, starts_minute integer, ends_minute integer, breaks jsonb)
  language sql stable as $$
  select courier.id, hours.starts_minute, hours.ends_minute,
         coalesce((select jsonb_agg(jsonb_build_object('fromMinute', from_minute, 'untilMinute', until_minute,
                                                       'minutes', duration_minutes) order by from_minute)
                     from shift_break
                    where shift_break.courier_id = courier.id and weekday = extract(isodow from of_day)
                      and from_minute >= hours.starts_minute
                      and until_minute + duration_minutes <= hours.ends_minute), '[]')
    from courier
    left join shift on shift.courier_id = courier.id and shift.weekday = extract(isodow from of_day)
    left join shift_exception as other on other.courier_id = courier.id and other.service_date = of_day
   cross join lateral (
     select case when other.courier_id is null then shift.starts_minute else other.starts_minute end as starts_minute,
            case when other.courier_id is null then shift.ends_minute else other.ends_minute end as ends_minute) as hours
   where retired_at is null and hours.starts_minute is not null
$$;

-- Windows that are offered, each on some days of the week.
create table slot_template (
  id             uuid       primary key,
  weekdays       smallint[] not null check (cardinality(weekdays) between 1 and 7 and weekdays <@ '{1,2,3,4,5,6,7}'),
  starts_minute  integer    not null check (starts_minute >= 0),
  ends_minute    integer    not null check (ends_minute <= 24 * 60),
  -- So long before it begins no place is given away any more: time to pick, pack and load.
  cutoff_minutes integer    not null check (cutoff_minutes between 0 and 7 * 24 * 60),
  -- At most so many deliveries; null: as many as can be driven.
  capacity       integer    check (capacity >= 0),
  revision       integer    not null default 1 check (revision > 0),
  check (starts_minute < ends_minute)
);

insert into slot_template (id, weekdays, starts_minute, ends_minute, cutoff_minutes)
select ('01900000-0000-7000-8000-0000000001' || lpad(hour::text, 2, '0'))::uuid, '{1,2,3,4,5,6,7}', hour * 60, (hour + 2) * 60, 60
  from generate_series(10, 20, 2) as hour;

alter table slot
  -- An upper bound; null: as many as can be driven.
  alter column capacity drop not null,
  add column template_id uuid references slot_template on delete set null,
  -- Above 1: an operator has set it apart from its template.
  add column revision integer not null default 1 check (revision > 0);

-- What was counted by the hour is reckoned from now on.
update slot set capacity = null where starts_at > now() and capacity > 0;

-- Where the order goes: a held place is a stop somewhere.
alter table hold
  add column lat double precision,
  add column lon double precision,
  add check ((lat is null) = (lon is null));

create index hold_running on hold (expires_at) where state = 'held';

-- As hold_place of four arguments, which functions of before this migration call. `fits`: a courier can come by, as the
-- caller has found while nobody else could give places of that day away.
create function hold_place(own_order uuid, own_attempt integer, wanted text, seconds integer, fits boolean,
                           at_lat double precision, at_lon double precision)
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
    when places_taken(wanted, own_order) >= wanted_slot.capacity or not fits then 'full'
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
  return query select outcome, wanted_slot.starts_at, wanted_slot.ends_at, until, (
    select coalesce(max(capacity_grams), 0) from shifts_on(wanted_slot.service_date) as duty
      join courier on courier.id = duty.courier_id);
end
$$;
