-- What phones answered to our texts, of what we understood: each once, however often the gateway tells of it.
create table inbound_texts (
  gateway_id  text        primary key,
  wish        text        not null check (wish in ('stop', 'start')),
  received_at timestamptz not null default now()
);

create index inbound_texts_age on inbound_texts (received_at);

-- Numbers that want no texts but codes. Kept as long as they don't: a wish that was forgotten would be broken.
create table opt_outs (
  phone  text        primary key check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  since  timestamptz not null default now(),
  -- A text of the phone's, or the gateway, which refused a text because the phone had told it so.
  source text        not null check (source in ('text', 'gateway'))
);

-- Numbers that get nothing, codes included.
create table blocked_numbers (
  id         uuid        primary key,
  phone      text        not null unique check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  reason     text        not null check (reason <> ''),
  blocked_by text        not null,
  blocked_at timestamptz not null default now()
);

-- How much of its allowance a number has used: none is left while full_at is as far ahead as the whole allowance lasts.
create table text_limits (
  phone   text        not null,
  kind    text        not null check (kind in ('code', 'news')),
  full_at timestamptz not null,
  primary key (phone, kind)
);

create index text_limits_used_up on text_limits (full_at);

-- The end of the quiet hours that the text waits for.
alter table messages add column held_until timestamptz;

-- Texts whose time to be forgotten comes.
create index messages_kept on messages (created_at) where not forget;
