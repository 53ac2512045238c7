-- What operators did, each row written in the transaction of what it tells of. Ids are UUIDv7: their order is that of time,
-- also across services.
create table audit_log (
  id             uuid        primary key default uuidv7(),
  at             timestamptz not null default now(),
  actor_id       text        not null,
  -- The target and a verb: order.cancel.
  action         text        not null,
  target_type    text        not null,
  target_id      text        not null,
  correlation_id text        not null,
  -- What of the target was changed, without anything about persons.
  before         jsonb,
  after          jsonb
);

create index audit_log_target on audit_log (target_id, id);
create index audit_log_actor on audit_log (actor_id, id);
create index audit_log_correlation on audit_log (correlation_id);

create function keep_audit_log() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only added to';
end $$;

create trigger audit_log_is_kept before update or delete on audit_log for each row execute function keep_audit_log();

-- A trail asks for all of a request's events.
create index outbox_correlation on outbox ((envelope ->> 'correlationid'));
