-- Where and when the shop delivers.

create table zone (
  id              text     primary key,
  position        integer  not null unique,
  name            jsonb    not null,
  -- A closed ring of [lon, lat], as in GeoJSON.
  outline         jsonb    not null,
  fee_minor       bigint   not null check (fee_minor >= 0),
  free_from_minor bigint   check (free_from_minor >= 0)
);

create table depot (
  id   text             primary key,
  name jsonb            not null,
  lat  double precision not null,
  lon  double precision not null
);

create table courier (
  id             uuid    primary key,
  first_name     text    not null,
  depot_id       text    not null references depot,
  capacity_grams integer not null check (capacity_grams > 0)
);

-- A week that repeats; minutes after local midnight.
create table shift (
  courier_id     uuid     not null references courier,
  weekday        smallint not null check (weekday between 1 and 7),
  starts_minute  integer  not null check (starts_minute >= 0),
  ends_minute    integer  not null check (ends_minute <= 24 * 60),
  primary key (courier_id, weekday),
  check (starts_minute < ends_minute)
);

-- Gazetteer: what Geocoder reads. `key` is a name folded by domain/address-keys.ts.

create table city (
  id   text  primary key,
  name jsonb not null
);

create table city_key (
  key     text not null,
  city_id text not null references city on delete cascade,
  primary key (key, city_id)
);

create table street (
  id         text    primary key,
  city_id    text    not null references city on delete cascade,
  name       jsonb   not null,
  -- [[lon, lat], …] from the lowest house to the highest.
  path       jsonb   not null,
  first_house integer not null check (first_house > 0),
  last_house  integer not null,
  check (first_house <= last_house)
);

create table street_key (
  key       text    not null,
  street_id text    not null references street on delete cascade,
  -- Whole names win over names without their type (street, lane …).
  whole     boolean not null,
  primary key (key, street_id)
);

-- Slots and the places in them.

create table slot (
  id             text        primary key,
  service_date   date        not null,
  starts_at      timestamptz not null unique,
  ends_at        timestamptz not null,
  cutoff_at      timestamptz not null,
  capacity       integer     not null check (capacity >= 0),
  check (starts_at < ends_at),
  check (cutoff_at <= starts_at)
);

create table hold (
  order_id     uuid        not null,
  attempt      integer     not null check (attempt > 0),
  -- No slot: a release that came before its hold.
  slot_id      text        references slot,
  state        text        not null check (state in ('held', 'booked', 'released')),
  expires_at   timestamptz,
  updated_at   timestamptz not null default now(),
  primary key (order_id, attempt),
  check (state = 'released' or (slot_id is not null and expires_at is not null))
);

create index hold_open on hold (slot_id, expires_at) where state = 'held';
create index hold_updated on hold (updated_at);

-- Orders that must not be delivered, though their confirmation or a hold may still arrive.
create table cancelled_order (
  order_id     uuid        primary key,
  cancelled_at timestamptz not null default now()
);

create index cancelled_order_at on cancelled_order (cancelled_at);

-- One per order.
create table delivery (
  id              uuid        primary key,
  order_id        uuid        not null unique,
  order_number    text        not null,
  status          text        not null check (status in ('unassigned', 'assigned', 'handed_over', 'departed', 'delivered', 'cancelled')),
  version         integer     not null default 1,
  slot_id         text        references slot,
  recipient_name  text        not null,
  recipient_phone text        not null,
  language        text        not null check (language in ('ru', 'en')),
  address         jsonb       not null,
  lat             double precision,
  lon             double precision,
  -- Why nobody can plan it until somebody helps.
  problem         text        check (problem in ('address_unknown', 'out_of_zone', 'too_heavy')),
  weight_grams    integer     not null check (weight_grams >= 0),
  items           jsonb       not null,
  payment_method  text        not null,
  total_minor     bigint      not null,
  currency        text        not null,
  comment         text,
  created_at      timestamptz not null default now(),
  -- When the schedule last looked for a courier in vain.
  tried_at        timestamptz,
  delivered_at    timestamptz,
  check ((lat is null) = (lon is null)),
  check (status in ('unassigned', 'cancelled') or (slot_id is not null and lat is not null)),
  check ((status = 'delivered') = (delivered_at is not null))
);

create index delivery_slot on delivery (slot_id) where status <> 'cancelled';
create index delivery_unassigned on delivery (tried_at, created_at) where status = 'unassigned' and problem is null;

-- A courier's trip from the depot and back; a day may have several.
create table route (
  id           uuid        primary key,
  courier_id   uuid        not null references courier,
  service_date date        not null,
  trip         integer     not null check (trip > 0),
  status       text        not null default 'planned' check (status in ('planned', 'departed', 'finished')),
  -- Counts every change of its stops: who planned on an older version must plan again.
  plan_version integer     not null default 0,
  -- When the courier can start another trip.
  returns_at   timestamptz not null,
  departed_at  timestamptz,
  unique (courier_id, service_date, trip)
);

create unique index route_open on route (courier_id, service_date) where status = 'planned';

create table stop (
  id          uuid        primary key,
  delivery_id uuid        not null unique references delivery,
  route_id    uuid        not null references route,
  -- None: cancelled after the courier had taken the parcel; it comes back.
  position    integer     check (position > 0),
  eta         timestamptz not null,
  unique (route_id, position) deferrable initially deferred
);

create table tracking_entry (
  delivery_id    uuid        not null references delivery,
  version        integer     not null,
  status         text        not null,
  at             timestamptz not null default now(),
  -- A role and an id, or the service itself.
  actor_role     text        not null,
  actor_id       text,
  correlation_id text        not null,
  primary key (delivery_id, version)
);
