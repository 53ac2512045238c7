-- Names for one thing, any of which finds the others. Queries are widened with them as they come, so an edit is in effect at
-- once, in both engines, with no index made anew.
create table synonym (
  id         uuid        primary key,
  names      text[]      not null check (cardinality(names) between 2 and 30),
  revision   bigint      not null default 1,
  updated_at timestamptz not null default now()
);
