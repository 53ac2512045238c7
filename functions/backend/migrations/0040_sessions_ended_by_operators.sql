alter table sessions drop constraint sessions_end_reason_check;
alter table sessions add constraint sessions_end_reason_check
  check (end_reason in ('signed_out', 'signed_out_everywhere', 'reused', 'role_revoked', 'ended_by_operator'));
