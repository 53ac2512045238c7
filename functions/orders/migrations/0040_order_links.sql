-- Links by which orders are followed: when each was made, and why. A link itself is made of a key and of this, and kept nowhere.
-- The one that whoever ordered was answered is not among them until it is revoked: it is as old as its order.
create table order_links (
  order_id   uuid        not null references orders,
  -- To the second, as its token has it: two made in one second are one.
  issued_at  timestamptz not null check (issued_at = date_trunc('second', issued_at)),
  source     text        not null check (source in ('order', 'text', 'lookup')),
  -- When it was voided first; a later revocation does not change that.
  revoked_at timestamptz,
  primary key (order_id, issued_at)
);

create index order_links_age on order_links (issued_at);
