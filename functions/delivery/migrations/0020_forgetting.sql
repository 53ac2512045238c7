-- Links that were made before are void; 'infinity': so is every link. Orders tells which.
create table revoked_links (
  order_id   uuid        primary key,
  revoked_at timestamptz not null
);

-- When the person was taken out of the delivery.
alter table delivery add column erased_at timestamptz;
