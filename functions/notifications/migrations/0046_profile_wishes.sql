-- Wishes are told in the profile, too.
alter table opt_outs drop constraint opt_outs_source_check;
alter table opt_outs add constraint opt_outs_source_check check (source in ('text', 'gateway', 'profile'));

-- What the gateway itself goes by, as far as is known: the last of those words that it reads, and its refusals. Nothing but
-- another text from the phone changes that.
create table gateway_wishes (
  phone     text        primary key check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  wish      text        not null check (wish in ('stop', 'start')),
  wished_at timestamptz not null
);

insert into gateway_wishes (phone, wish, wished_at) select phone, 'stop', since from opt_outs where source = 'gateway';

create index gateway_wishes_start on gateway_wishes (wished_at) where wish = 'start';
