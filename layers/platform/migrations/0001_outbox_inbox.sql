-- Applied to every service's schema before its own migrations; unqualified names land in the role's search_path.

create table outbox (
  id              uuid        not null,
  carrier         text        not null check (carrier in ('sns', 'rabbitmq', 'sqs')),
  position        bigint      generated always as identity,
  type            text        not null,
  subject         text        not null,
  sequence        bigint      not null,
  envelope        jsonb       not null,
  secret          text[]      not null default '{}',
  created_at      timestamptz not null default now(),
  attempts        integer     not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error      text,
  published_at    timestamptz,
  primary key (id, carrier)
);

create index outbox_due on outbox (next_attempt_at, position) where published_at is null;
create index outbox_published on outbox (published_at) where published_at is not null;
create index outbox_subject on outbox (subject);

create table inbox (
  consumer    text        not null,
  event_id    uuid        not null,
  received_at timestamptz not null default now(),
  primary key (consumer, event_id)
);

create index inbox_received on inbox (received_at);

create table inbox_sequence (
  consumer   text        not null,
  source     text        not null,
  subject    text        not null,
  sequence   bigint      not null,
  updated_at timestamptz not null default now(),
  primary key (consumer, source, subject)
);
