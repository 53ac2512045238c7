-- Placed by nobody who was signed in, whoever it belongs to since: the browser that placed it can still call it off. Of orders
-- before this it is known while they are nobody's.
alter table orders add column placed_by_guest boolean not null default false;

create or replace function find_owner() returns trigger language plpgsql set search_path from current as $$
begin
  if new.account_id is not null then
    perform share_owner('account', new.account_id::text);
    if exists (select from erased_accounts where account_id = new.account_id) then
      new.account_id := null;
    end if;
  end if;
  if new.account_id is null then
    new.placed_by_guest := true;
    perform share_owner('phone', new.contact ->> 'phone');
    select account_id into new.account_id from account_phones where phone = new.contact ->> 'phone';
  end if;
  return new;
end
$$;
