-- Who has taken a day on, and until when: a look that failed or was killed does not count as one.
alter table planned_day
  alter column optimised_at drop not null,
  add column taken_until timestamptz;

-- Trips of a day, and what is planned of it.
create index route_of_day on route (service_date);
