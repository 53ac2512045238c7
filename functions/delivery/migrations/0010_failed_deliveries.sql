-- A courier may come in vain: the parcel returns, and is brought again or cancelled.
alter table delivery
  drop constraint delivery_status_check,
  add check (status in ('unassigned', 'assigned', 'handed_over', 'departed', 'delivered', 'failed', 'cancelled')),
  -- How often a courier came in vain. Above zero: the goods have been on the road.
  add column failures       integer not null default 0 check (failures >= 0),
  -- Of the last time.
  add column failure_reason text check (failure_reason in ('nobody_home', 'wrong_address', 'refused', 'damaged', 'other')),
  add column failed_at      timestamptz,
  -- The version of the order that items, weight and sum are of; 0: as it was confirmed.
  add column content_version integer not null default 0,
  add check (status <> 'failed' or (failures > 0 and failure_reason is not null and failed_at is not null));

create index delivery_failed on delivery (failed_at) where status = 'failed';

-- Why, for a step that went wrong: what the courier chose, and said.
alter table tracking_entry add column reason text, add column comment text;
