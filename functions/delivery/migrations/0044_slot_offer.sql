-- A window that a delivery was given in place of the one that was asked for. It is brought then, unless its shopper, who is
-- told so, chooses another one or calls it off.
create table slot_offer (
  delivery_id    uuid        primary key references delivery,
  -- Null: of a slot that isn't there.
  wished_slot_id text        references slot,
  made_at        timestamptz not null default now(),
  answered_at    timestamptz,
  answer         text        check (answer in ('accepted', 'changed', 'declined')),
  check ((answered_at is null) = (answer is null))
);
