-- Zones and depots that are given up keep their rows: what was charged, and where trips began, can be explained later.

alter table zone
  alter column position drop not null,
  add column given_up_at timestamptz,
  add check ((position is null) = (given_up_at is not null)),
  drop constraint zone_position_key,
  -- Whoever puts a zone between others moves those in the same transaction.
  add constraint zone_position_key unique (position) deferrable initially deferred;

alter table depot add column given_up_at timestamptz;
