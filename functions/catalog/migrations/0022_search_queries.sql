-- Searches that found nothing or took long, counted by day: what was looked for, and nothing of who did.
create table search_query (
  day      date    not null,
  problem  text    not null check (problem in ('nothing', 'slow')),
  -- Folded words.
  query    text    not null check (query <> '' and length(query) <= 200),
  searches integer not null default 1,
  -- Of the slowest, in milliseconds.
  slowest_ms integer not null,
  last_at  timestamptz not null default now(),
  primary key (day, problem, query)
) with (fillfactor = 70);
