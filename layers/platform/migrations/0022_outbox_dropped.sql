-- Why an operator dropped an event that nobody had published: it counts as settled, and can be replayed all the same.
alter table outbox add column dropped_reason text check (dropped_reason is null or published_at is not null);
