-- Trips that may be overdue are looked through each minute.
create index route_under_way on route (courier_id) where status = 'departed';
