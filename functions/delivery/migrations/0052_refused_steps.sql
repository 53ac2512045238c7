-- A step is known by its stop, its courier and what it is: told again, with whatever time, it is the same.
delete from refused_step as later using refused_step as first
 where later.stop_id = first.stop_id and later.step = first.step and later.courier_id = first.courier_id
   and (later.received_at, later.id) > (first.received_at, first.id);

alter table refused_step
  drop constraint refused_step_stop_id_step_happened_at_key,
  add unique (stop_id, step, courier_id),
  -- Why it was not taken: the order was called off, or the delivery is no longer the courier's to bring.
  add column why         text    not null default 'called_off' check (why in ('called_off', 'moved', 'failed')),
  -- How the courier can tell that the shopper has the parcel.
  add column proof_kind  text    check (proof_kind in ('code', 'photo', 'note')),
  add column proof_note  text,
  add column proof_photo uuid,
  -- Of a code: whether it is the delivery's.
  add column proof_fits  boolean,
  -- Why the courier came in vain.
  add column reason      text,
  add column comment     text,
  -- An operator has sorted it out.
  add column settled_at  timestamptz,
  add column settled_by  text,
  add check ((settled_at is null) = (settled_by is null));

create index refused_step_open on refused_step (received_at) where settled_at is null;

-- When a courier says to have set off with a trip that had been planned anew by then, so that it never did.
alter table route add column claimed_departure timestamptz;
