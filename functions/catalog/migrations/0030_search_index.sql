-- The indices of the search engine that the catalogue is written to. Names lack the installation's prefix.
--   filling    all products are being written to it; every change is, too
--   verifying  what it holds is compared with the products, id by id and version by version
--   switching  verified; the alias is about to point at it, or does already
--   serving    searches read it
--   previous   served before, and is kept up to date for a rollback
--   retired    nobody writes to it any more; it is about to be deleted
--   refused    was not verified, for `reason`; it is about to be deleted
create table search_index (
  name         text        primary key check (name ~ '^[a-z0-9-]{1,100}$'),
  state        text        not null check (state in ('filling', 'verifying', 'switching', 'serving', 'previous', 'retired', 'refused')),
  purpose      text        not null default 'rebuild' check (purpose in ('rebuild', 'rollback')),
  -- Of what this index was made with; empty when it isn't known.
  mapping_hash text        not null,
  -- The last product that was filled in or verified; null at the beginning.
  cursor       uuid,
  expected     bigint      not null default 0,
  filled       bigint      not null default 0,
  verified     bigint      not null default 0,
  -- Products of the page that is being verified whose documents don't agree yet: [{"id", "version"}].
  unsettled    jsonb       not null default '[]' check (jsonb_typeof(unsettled) = 'array'),
  reason       text        check (reason is not null or state <> 'refused'),
  created_at   timestamptz not null default clock_timestamp(),
  -- When filling or verifying last got on.
  moved_at     timestamptz not null default clock_timestamp(),
  served_at    timestamptz,
  removed_at   timestamptz check (removed_at is null or state in ('retired', 'refused'))
);

-- At most one of each: whoever begins a second is told by these.
create unique index search_index_building on search_index ((true)) where state in ('filling', 'verifying', 'switching');
create unique index search_index_serving on search_index ((true)) where state = 'serving';
create unique index search_index_previous on search_index ((true)) where state = 'previous';

-- Where looking for drift has come to.
create table search_reconciler (
  single     boolean     primary key default true check (single),
  cursor     uuid,
  -- Products whose documents didn't agree when they were last looked at: [{"id", "version"}].
  suspects   jsonb       not null default '[]' check (jsonb_typeof(suspects) = 'array'),
  -- When all products had been looked at once more.
  round_at   timestamptz
);

insert into search_reconciler default values;
