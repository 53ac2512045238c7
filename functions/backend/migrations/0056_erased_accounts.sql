-- Since when orders has forgotten the account: it can only be deleted from then on.
alter table accounts
  add column erased_at timestamptz,
  add check (erased_at is null or deleting_since is not null);
