-- A cart is its account's, and goes with it: neither is to be found once the account is deleted.
delete from saved_carts where not exists (select from accounts where accounts.id = saved_carts.account_id);
alter table saved_carts add foreign key (account_id) references accounts (id) on delete cascade;
