-- Whether stock is what its ledger says. Movements up to `movement_id` are summed up here once, so that a look at a
-- product costs what has moved since the last one.
create table stock_audit (
  product_id  uuid        primary key references stock (product_id),
  movement_id bigint      not null,
  on_hand     bigint      not null,
  held        bigint      not null,
  looked_at   timestamptz not null default now(),
  wrong_since timestamptz
);

create index stock_audit_wrong on stock_audit (product_id) where wrong_since is not null;

-- Where the round of all products has come to: one row.
create table stock_audit_round (
  one        boolean     primary key default true check (one),
  after      uuid        not null,
  started_at timestamptz not null default now()
);

insert into stock_audit_round (after) values ('00000000-0000-0000-0000-000000000000');

-- Looks at the next `products` of the round, and of each at no more than `movements` rows; one with more is judged in a
-- later round. One statement sees stock, ledger and holds of one moment. A product's movements are written under the lock
-- of its stock row, so their ids grow in the order of commits and none can appear behind `movement_id`.
-- Answers {looked, wrong: [{productId, onHand, ledgerOnHand, held, ledgerHeld}], finished: the round is over}.
create function audit_stock(products integer, movements integer) returns jsonb language plpgsql as $$
declare
  place uuid;
  looked integer;
  last uuid;
  faults jsonb;
begin
  select after into place from stock_audit_round for update skip locked;
  if place is null then return jsonb_build_object('looked', 0, 'wrong', '[]'::jsonb, 'finished', true); end if;
  with batch as (
    select product_id, on_hand from stock where product_id > place order by product_id limit products
  ), summed as (
    select batch.product_id, batch.on_hand, lines.held,
           coalesce(known.on_hand, 0) + recent.delta as ledger_on_hand, coalesce(known.held, 0) + recent.held_delta as ledger_held,
           coalesce(recent.last_id, known.movement_id, 0) as movement_id, recent.rows < movements as complete
      from batch
      left join stock_audit as known using (product_id)
      cross join lateral (
        select coalesce(sum(delta), 0) as delta, coalesce(sum(held_delta), 0) as held_delta, max(id) as last_id, count(*) as rows
          from (select id, delta, held_delta from stock_movement
                 where product_id = batch.product_id and id > coalesce(known.movement_id, 0)
                 order by id limit movements) as next) as recent
      cross join lateral (
        select coalesce(sum(quantity), 0) as held from reservation_line
         where product_id = batch.product_id and held_until is not null) as lines
  ), judged as (
    select *, complete and (on_hand <> ledger_on_hand or held <> ledger_held) as wrong from summed
  ), noted as (
    insert into stock_audit as known (product_id, movement_id, on_hand, held, wrong_since)
    select product_id, movement_id, ledger_on_hand, ledger_held, case when wrong then now() end from judged
    on conflict (product_id) do update
      set movement_id = excluded.movement_id, on_hand = excluded.on_hand, held = excluded.held, looked_at = now(),
          wrong_since = case when excluded.wrong_since is not null then coalesce(known.wrong_since, excluded.wrong_since) end
  )
  select count(*), max(product_id::text)::uuid,
         coalesce(jsonb_agg(jsonb_build_object(
           'productId', product_id, 'onHand', on_hand, 'ledgerOnHand', ledger_on_hand, 'held', held,
           'ledgerHeld', ledger_held)) filter (where wrong), '[]')
    into looked, last, faults from judged;
  update stock_audit_round
     set after = case when looked < products then '00000000-0000-0000-0000-000000000000' else last end,
         started_at = case when looked < products then now() else started_at end;
  return jsonb_build_object('looked', looked, 'wrong', faults, 'finished', looked < products);
end $$;
