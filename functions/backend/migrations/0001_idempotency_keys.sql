create table idempotency_keys (
  -- Whose key it is: account:<id>, or cart:<id> of a guest. Keys of different owners never meet.
  scope          text        not null,
  key            text        not null check (length(key) between 8 and 64),
  request_hash   bytea       not null check (length(request_hash) = 32),
  cart_id        uuid        not null,
  -- What to go on with after a crash; erased with the answer, since it holds an address and a phone.
  request        jsonb,
  -- The order of the try that is under way, or was the last one.
  order_id       uuid        not null,
  -- Counts tries, and tells a try that its lease was taken over.
  attempt        integer     not null default 1 check (attempt > 0),
  -- started: a try runs, or has crashed if its lease is over. waiting: the client was told to come again. finished: answered.
  recovery_point text        not null check (recovery_point in ('started', 'waiting', 'finished')),
  locked_until   timestamptz,
  -- A later checkout of the cart has seen to it that no order comes of order_id, and nothing is held under it.
  settled        boolean     not null default false,
  answer_status  smallint,
  answer_headers jsonb,
  answer_body    text,
  created_at     timestamptz not null default now(),
  primary key (scope, key),
  check ((recovery_point = 'started') = (locked_until is not null)),
  check ((recovery_point = 'finished') = (request is null)),
  check (num_nulls(answer_status, answer_headers, answer_body) = case recovery_point when 'finished' then 0 else 3 end)
);

-- created_at never changes, so finishing a key touches no index (a HOT update); the completer and the reaper both go by age.
create index idempotency_keys_created on idempotency_keys (created_at);

-- The last fee that delivery gave for a street, or ('') at least for a city: what orders go by while delivery can't be reached.
create table known_fees (
  city            text        not null,
  street          text        not null,
  fee_minor       bigint      not null check (fee_minor >= 0),
  free_from_minor bigint      check (free_from_minor >= 0),
  learned_at      timestamptz not null default now(),
  primary key (city, street)
);
