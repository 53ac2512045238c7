-- Counts changes of who works when, with what and from where. Who makes a plan commits it only if it is still the same: a trip that
-- wasn't there, or had room, when hours changed can't tell.
create table fleet_version (
  is_only boolean primary key default true check (is_only),
  version integer not null default 1
);
insert into fleet_version default values;
