-- A role is of the person who was invited, not of whoever has the number later: the account that first signed in with the
-- phone. No foreign key: when that account is gone the role has lapsed, and nobody else may take it up.
alter table staff
  add column account_id uuid,
  -- When the phone was proven anew by who may be another, though the account is the same.
  add column lapsed_at  timestamptz;
update staff set account_id = accounts.id from accounts where accounts.phone = staff.phone;
create index staff_account on staff (account_id);
