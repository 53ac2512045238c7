create table messages (
  id               uuid        primary key,
  -- Texts of one order go out in this order.
  position         bigint      generated always as identity,
  event_id         uuid        not null,
  event_type       text        not null,
  order_id         uuid        not null,
  recipient        text        not null check (recipient ~ '^\+[1-9][0-9]{6,14}$'),
  template         text        not null,
  language         text        not null check (language in ('ru', 'en')),
  body             text        not null check (body <> ''),
  encoding         text        not null check (encoding in ('GSM-7', 'UCS-2')),
  segments         smallint    not null check (segments > 0),
  status           text        not null check (status in
                     ('queued', 'sending', 'unknown', 'sent', 'delivered', 'undelivered', 'failed', 'dropped')),
  reason           text,
  attempts         integer     not null default 0 check (attempts >= 0),
  -- When somebody must look at the message next: its next attempt, the end of its sender's lease, the search for one
  -- that may have been sent. Null when nothing is left to do but wait for receipts.
  due_at           timestamptz,
  -- The sender that holds the lease; what it learns counts only while it does, save that the text was accepted.
  claim            uuid,
  -- After this the text is of no use to its reader.
  expires_at       timestamptz not null,
  first_attempt_at timestamptz,
  last_attempt_at  timestamptz,
  gateway_id       text,
  correlation_id   text        not null,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  sent_at          timestamptz,
  finished_at      timestamptz,
  unique (event_id, recipient, template),
  check (due_at is not null or status not in ('queued', 'sending')),
  check (due_at is null or status in ('queued', 'sending', 'unknown')),
  check ((claim is null) or due_at is not null)
);

create unique index messages_gateway_id on messages (gateway_id) where gateway_id is not null;
create index messages_due on messages (due_at, position) where due_at is not null;
create index messages_order on messages (order_id, position);

create table message_attempts (
  message_id   uuid        not null references messages on delete cascade,
  number       integer     not null check (number > 0),
  started_at   timestamptz not null default now(),
  -- What follows stays null when the sender died before it could tell.
  duration_ms  integer     check (duration_ms >= 0),
  outcome      text        check (outcome in ('accepted', 'postponed', 'refused', 'unknown')),
  http_status  smallint,
  gateway_code integer,
  reason       text,
  primary key (message_id, number)
);
