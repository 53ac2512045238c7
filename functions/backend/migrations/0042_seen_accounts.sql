-- When its owner was last seen, to the day: after long without, the phone may be somebody else's.
alter table accounts add column seen_at timestamptz not null default now();
