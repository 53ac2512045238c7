-- As in 0002; more than twenty products at once are an import, or follow their category or brand, and let single changes pass.
-- The index takes the newest version whatever the order.
create or replace function index_products(ids uuid[]) returns integer language plpgsql as $$
begin
  perform from stock where product_id = any (ids) order by product_id for no key update;
  update stock set index_version = index_version + 1 where product_id = any (ids);
  insert into outbox (id, carrier, type, subject, sequence, envelope, bulk)
  select uuidv7(), 'sqs', 'product.changed', id::text, 0, jsonb_build_object('type', 'product.changed', 'subject', id),
         cardinality(ids) > 20
    from unnest(ids) as id;
  return cardinality(ids);
end $$;
