-- One checkout of a cart at a time: who comes under another key while one is under way is told to come again, and means that one.
alter table idempotency_keys
  -- Keys of the cart that were under way when this one was asked for, and those that it takes the place of, whose answers its
  -- client never had: an order that became of one of them is what this one is told. Some may come after it, or never.
  add column behind      text[]      not null default '{}' check (cardinality(behind) <= 64),
  -- By the clock, not by its transaction's begin.
  add column answered_at timestamptz,
  -- 0: it has only waited for others, and holds nothing.
  drop constraint idempotency_keys_attempt_check,
  add constraint idempotency_keys_attempt_check check (attempt >= 0);

-- What the others of the key's cart are at. Until the transaction ends nobody else of the cart begins a try: each query of a
-- function sees what was committed while it waited for the lock; the statement around it would not.
create function others_of_key(of_scope text, of_key text, instead_of text[],
                              out all_behind text[], out free_at timestamptz, out unsettled uuid[], out is_last boolean)
language plpgsql set search_path from current as $$
declare
  own   idempotency_keys;
  known text[];
begin
  perform pg_advisory_xact_lock(hashtextextended('checkout ' || of_scope, 0));
  select * into own from idempotency_keys as one where scope = of_scope and key = of_key;
  known := instead_of || coalesce(own.behind, '{}') || array(
    select unnest(one.behind) from idempotency_keys as one where scope = of_scope and key = any (instead_of));
  select coalesce(array_agg(other.key) filter (where other.locked_until > now()), '{}') || known,
         max(other.locked_until) filter (where other.locked_until > now()),
         coalesce(array_agg(other.order_id order by other.created_at) filter (
           where other.may_hold
              or (other.recovery_point <> 'finished' and not other.settled and other.attempt > 0
                  and (other.locked_until is null or other.locked_until <= now()))
              or (other.answer_status = 201
                  and (other.key = any (known) or other.answered_at >= own.created_at
                       -- This one was given up before it came.
                       or of_key = any (other.behind)))), '{}'),
         coalesce(bool_and(other.created_at <= own.created_at), true)
    into all_behind, free_at, unsettled, is_last
    from idempotency_keys as other
   where other.scope = of_scope and other.key <> of_key;
  -- However many a client makes up, a row stays small.
  all_behind := array(
    select name from unnest(all_behind) with ordinality as one (name, place) group by name order by min(place) limit 64);
end
$$;
