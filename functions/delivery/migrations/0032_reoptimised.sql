-- The plan of a trip that was looked through last for a better one.
alter table route add column optimised_version integer not null default 0;

-- When a day was, by whoever took it on.
create table planned_day (
  service_date date        primary key,
  optimised_at timestamptz not null
);

-- The time of arrival that was told last.
alter table delivery add column told_eta timestamptz;
update delivery set told_eta = stop.eta from stop where stop.delivery_id = delivery.id and delivery.status = 'assigned';
