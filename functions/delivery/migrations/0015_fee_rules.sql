-- What delivery costs is data that operators change while orders come in: a base fee of each zone, the sum of goods from
-- which that is waived, and what heavy orders cost more.

alter table zone
  add column revision   integer     not null default 1 check (revision > 0),
  add column updated_at timestamptz not null default now(),
  -- What every amount on the wire is bounded by: a row that breaks it would make answers nobody may read.
  add constraint zone_fee_bound check (fee_minor <= 99999999999),
  add constraint zone_free_from_bound check (free_from_minor <= 99999999999);

create table zone_weight_step (
  zone_id     text    not null references zone on delete cascade,
  -- From this weight on, and up to the next step, an order costs extra_minor more.
  from_grams  integer not null check (from_grams between 1 and 1000000000),
  extra_minor bigint  not null check (extra_minor between 1 and 99999999999),
  primary key (zone_id, from_grams)
);

-- A heavier order never costs less, and a table of steps stays one that people can read.
create function weight_steps_rise() returns trigger language plpgsql as $$
begin
  if exists (select from (select extra_minor, lag(extra_minor) over (order by from_grams) as before
                            from zone_weight_step where zone_id = new.zone_id) as step
              where extra_minor <= before) then
    raise exception 'weight steps of zone % do not rise', new.zone_id
      using errcode = 'check_violation', constraint = 'zone_weight_step_rises';
  end if;
  if (select count(*) from zone_weight_step where zone_id = new.zone_id) > 20 then
    raise exception 'zone % has more than 20 weight steps', new.zone_id
      using errcode = 'check_violation', constraint = 'zone_weight_step_few';
  end if;
  return null;
end $$;

-- Whoever changes steps has changed the zone's row before, and so waits for whoever else does: what is seen here is whole.
create constraint trigger zone_weight_step_rises after insert or update on zone_weight_step
  deferrable initially deferred for each row execute function weight_steps_rise();

-- Who made which rule, and when: what an order was charged can be explained later.
create table zone_change (
  zone_id        text        not null references zone on delete cascade,
  revision       integer     not null,
  rule           jsonb       not null,
  actor_id       text        not null,
  correlation_id text        not null,
  changed_at     timestamptz not null default now(),
  primary key (zone_id, revision)
);
