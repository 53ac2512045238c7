-- Where couriers were on their trips; kept for a day.
create table courier_position (
  courier_id uuid             not null references courier,
  at         timestamptz      not null,
  lat        double precision not null check (lat between -90 and 90),
  lon        double precision not null check (lon between -180 and 180),
  primary key (courier_id, at)
);

create index courier_position_at on courier_position (at);

-- From when until when a courier says to have worked. At most one is open.
create table duty (
  id         uuid        primary key,
  courier_id uuid        not null references courier,
  started_at timestamptz not null,
  ended_at   timestamptz check (ended_at >= started_at)
);

create unique index duty_open on duty (courier_id) where ended_at is null;
create index duty_of_courier on duty (courier_id, started_at);

alter table delivery
  -- What the shopper tells at the door: four digits out of a random UUID.
  add column code        text    not null
    default lpad((('x' || left(gen_random_uuid()::text, 7))::bit(28)::integer % 10000)::text, 4, '0')
    check (code ~ '^[0-9]{4}$'),
  -- How often a wrong one was tried.
  add column code_tries  integer not null default 0 check (code_tries >= 0),
  add column proof_kind  text    check (proof_kind in ('code', 'photo', 'note')),
  add column proof_note  text,
  add column proof_photo uuid,
  -- When it was told that the courier comes here next.
  add column arriving_at timestamptz,
  add check (proof_kind is null or status = 'delivered'),
  add check ((proof_kind = 'note') = (proof_note is not null) or erased_at is not null),
  add check ((proof_kind = 'photo') = (proof_photo is not null) or erased_at is not null);

-- Pictures that couriers were given an address for. The files are in the bucket.
create table proof_photo (
  id          uuid        primary key,
  delivery_id uuid        not null references delivery,
  courier_id  uuid        not null references courier,
  media_type  text        not null check (media_type in ('image/jpeg', 'image/png', 'image/webp')),
  size_bytes  integer     not null check (size_bytes > 0),
  created_at  timestamptz not null default now()
);

create index proof_photo_delivery on proof_photo (delivery_id);

-- What a courier says to have done with an order that was called off or moved meanwhile: people sort it out.
create table refused_step (
  id              uuid        primary key default gen_random_uuid(),
  delivery_id     uuid        not null references delivery,
  courier_id      uuid        not null references courier,
  stop_id         uuid        not null,
  step            text        not null,
  delivery_status text        not null,
  happened_at     timestamptz not null,
  received_at     timestamptz not null default now(),
  unique (stop_id, step, happened_at)
);

create index refused_step_delivery on refused_step (delivery_id);
