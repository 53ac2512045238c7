-- How fast texts go to the gateway, over all senders: the account's second is used up as far as full_at is ahead. One row.
create table gateway_pace (
  is_only boolean     primary key default true check (is_only),
  full_at timestamptz not null
);

insert into gateway_pace (full_at) values (now());
