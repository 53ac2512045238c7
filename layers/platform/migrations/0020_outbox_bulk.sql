-- Rows of one of very many changes at once, as of an import: whatever isn't among them is published first, so that nobody who
-- changes one thing waits for them. Of one subject such a row may be overtaken by a later one that isn't bulk, so it is for
-- messages that only say "look again". Who reads them must not care for their order.
alter table outbox add column bulk boolean not null default false;

-- What is due is found in order, however many rows wait.
create index outbox_waiting on outbox (carrier, position) where published_at is null and not bulk;
create index outbox_waiting_bulk on outbox (carrier, position) where published_at is null and bulk;
drop index outbox_due;
