-- The last wish that is known of a number, and when its owner had it: an older one that comes later changes nothing.
create table last_wishes (
  phone     text        primary key check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  wish      text        not null check (wish in ('stop', 'start')),
  wished_at timestamptz not null
);

insert into last_wishes (phone, wish, wished_at) select phone, 'stop', since from opt_outs;

create index last_wishes_start on last_wishes (wished_at) where wish = 'start';

-- Ids of inbound texts are kept for good, so that nobody can bring one again.
drop index inbound_texts_age;
