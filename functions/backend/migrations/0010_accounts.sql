-- People who have proven that a phone is theirs. What they ordered is orders' own.
create table accounts (
  id                uuid        primary key,
  phone             text        not null unique check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  name              text,
  language          text        not null check (language in ('ru', 'en')),
  -- Those that a checkout offers; [{ label, address }].
  addresses         jsonb       not null default '[]' check (jsonb_typeof(addresses) = 'array'),
  created_at        timestamptz not null default now(),
  -- When orders learned whose phone this is, and gave the account what was ordered with it as a guest.
  orders_adopted_at timestamptz,
  -- Its owner wants it deleted, and orders may not have forgotten it yet.
  deleting_since    timestamptz
);

create index accounts_unadopted on accounts (created_at) where orders_adopted_at is null;
create index accounts_deleting on accounts (deleting_since) where deleting_since is not null;

-- A code that is on its way to a phone, and the try to sign in that it is for. Its id is known to who asked for it only.
create table sign_ins (
  id         uuid        primary key,
  phone      text        not null,
  language   text        not null check (language in ('ru', 'en')),
  code_hash  bytea       not null check (length(code_hash) = 32),
  attempts   smallint    not null default 0 check (attempts between 0 and 5),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz
);

create index sign_ins_expired on sign_ins (expires_at);

-- A session is a family of refresh tokens, one after another. A token is the session's id and 32 random bytes; kept are hashes.
create table sessions (
  id            uuid        primary key,
  account_id    uuid        not null references accounts on delete cascade,
  token_hash    bytea       not null check (length(token_hash) = 32),
  -- The token before, and what makes the current one of it: who asks twice with one token gets one answer.
  previous_hash bytea       check (length(previous_hash) = 32),
  nonce         bytea       check (length(nonce) = 32),
  created_at    timestamptz not null default now(),
  rotated_at    timestamptz not null default now(),
  expires_at    timestamptz not null,
  ended_at      timestamptz,
  end_reason    text        check (end_reason in ('signed_out', 'signed_out_everywhere', 'reused', 'role_revoked')),
  check ((previous_hash is null) = (nonce is null)),
  check ((ended_at is null) = (end_reason is null))
);

create index sessions_account on sessions (account_id);
create index sessions_expired on sessions (expires_at);

-- Who works for the shop, by phone: whoever proves to have it has the role. subject_id is what the role's tokens name:
-- delivery's id of a courier, our own id of an operator.
create table staff (
  id         uuid        primary key,
  phone      text        not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  role       text        not null check (role in ('courier', 'operator')),
  subject_id uuid        not null,
  name       text        not null,
  -- The operator who did it; none: set-up.
  invited_by uuid,
  invited_at timestamptz not null default now(),
  unique (phone, role),
  unique (role, subject_id)
);

-- Limits as a leaky bucket each: `full_at` is when all that was taken has run out. https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
create table rate_limits (
  name    text        not null,
  key     text        not null,
  full_at timestamptz not null,
  primary key (name, key)
);

create index rate_limits_full on rate_limits (full_at);
