-- When a whole list of the gateway's first lacked a text that had had time to be in it. Only if another one does so later is the
-- text sent again: lists lag behind.
alter table messages add column not_listed_at timestamptz;
