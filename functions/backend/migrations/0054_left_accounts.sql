-- Accounts whose number somebody else has proven since: orders is to forget whose theirs were.
create table left_accounts (
  account_id uuid        primary key,
  -- When orders is asked next.
  ask_at     timestamptz not null default now()
);

create index left_accounts_due on left_accounts (ask_at);
