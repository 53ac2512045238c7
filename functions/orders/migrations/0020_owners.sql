-- Whose phone it is, once an account has proven it: what guests order with it is that account's.
create table account_phones (
  phone       text        primary key,
  account_id  uuid        not null,
  verified_at timestamptz not null default now()
);

create index account_phones_account on account_phones (account_id);

-- Accounts that are no more. Their access tokens live some minutes longer, and so may a checkout that they began.
create table erased_accounts (
  account_id uuid        primary key,
  erased_at  timestamptz not null default now()
);

-- Links that were made before are void; 'infinity': so is every link.
create table revoked_links (
  order_id   uuid        primary key references orders,
  revision   integer     not null default 1,
  revoked_at timestamptz not null
);

-- When all that names a person was taken out of the order.
alter table orders add column erased_at timestamptz;

create index orders_of_guest_phone on orders ((contact ->> 'phone')) where account_id is null;
-- Ids are UUIDv7: newest first is by id.
create index orders_of_account_by_id on orders (account_id, id) where account_id is not null;

-- One who changes what an account or a phone owns waits for all who place orders for it, and they for him. Until the
-- transaction ends; always the account's lock before the phone's.
create function lock_owner(kind text, key text) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended(kind || ':' || key, 0));
$$;

create function share_owner(kind text, key text) returns void language sql as $$
  select pg_advisory_xact_lock_shared(hashtextextended(kind || ':' || key, 0));
$$;

-- In a function of its own each statement sees what was committed while it waited for the lock; the insert around it
-- would not. So an order placed at the very moment of a sign-in or of a deletion ends where it belongs.
create function find_owner() returns trigger language plpgsql set search_path from current as $$
begin
  if new.account_id is not null then
    perform share_owner('account', new.account_id::text);
    if exists (select from erased_accounts where account_id = new.account_id) then
      new.account_id := null;
    end if;
  end if;
  if new.account_id is null then
    perform share_owner('phone', new.contact ->> 'phone');
    select account_id into new.account_id from account_phones where phone = new.contact ->> 'phone';
  end if;
  return new;
end
$$;

create trigger orders_find_owner before insert on orders for each row execute function find_owner();
