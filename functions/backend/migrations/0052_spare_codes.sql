-- A second code in a text after which no other may be sent for now: whoever has the phone can sign in with it, whoever had
-- asked for that text. Too long to be guessed, so tries of it need no limit by number that a stranger could use up.
alter table sign_ins
  add column spare_hash  bytea check (length(spare_hash) = 32),
  add column spare_until timestamptz,
  add check ((spare_hash is null) = (spare_until is null));

create index sign_ins_spare on sign_ins (phone) where spare_hash is not null;
