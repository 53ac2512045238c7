-- By its id a wish is known to delivery, and ended: an order may have another one by then.
alter table pending_change add column id uuid not null default uuidv7() unique;
