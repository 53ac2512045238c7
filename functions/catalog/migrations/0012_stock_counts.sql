-- Why stock was set to another count: `correction` by an operator, `import` by a file; `count` is the name of both before.
alter table stock_movement
  drop constraint stock_movement_reason_check,
  add constraint stock_movement_reason_check check (reason in ('sale', 'return', 'count', 'correction', 'import'));

-- Sets what is on the shelf: holds stay as they are. `ids` name each product once. Answers the products that had another count.
-- Whoever changes stock otherwise than by orders does it here.
create function set_stock(ids uuid[], counts integer[], why text, cause text, correlation text) returns uuid[] language plpgsql as $$
declare
  changed uuid[];
begin
  perform lock_stock(ids);
  with target as (
    select id, on_hand from unnest(ids, counts) as one (id, on_hand)
  ), set_to as (
    update stock set on_hand = target.on_hand from target
     where stock.product_id = target.id and stock.on_hand <> target.on_hand
    returning stock.product_id, new.on_hand - old.on_hand as delta, new.on_hand
  ), moved as (
    insert into stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
    select product_id, delta, on_hand, why, cause, correlation from set_to order by product_id
    returning product_id
  )
  select coalesce(array_agg(product_id), '{}') into changed from moved;
  return changed;
end $$;

-- As in 0004, and: products are locked in the order of their ids before anything is written, categories
-- that moved are found where they are now, and whoever caused it is kept with the edit.
create or replace function upsert_products(given jsonb, set_stock boolean, cause text, correlation text)
returns jsonb language plpgsql as $$
declare
  created uuid[];
  updated uuid[];
  counted uuid[];
begin
  perform from product where sku in (select item ->> 'sku' from jsonb_array_elements(given) as item) order by id for no key update;
  with source as (
    select item ->> 'sku' as sku, item ->> 'slug' as slug, item ->> 'slugBase' as slug_base,
           coalesce((select path from category where path = item ->> 'category'), current_category(item ->> 'category')) as category_path,
           case when item ? 'otherCategories'
                then array(select current_category(one) from jsonb_array_elements_text(item -> 'otherCategories') as one) end as other_categories,
           item ->> 'brandSlug' as brand_slug,
           item #>> '{name,ru}' as name_ru, item #>> '{name,en}' as name_en,
           item #>> '{description,ru}' as description_ru, item #>> '{description,en}' as description_en,
           (item ->> 'priceMinor')::bigint as price_minor,
           item ? 'oldPriceMinor' as has_old_price, (item ->> 'oldPriceMinor')::bigint as old_price_minor,
           (item ->> 'weightGrams')::int as weight_grams, item -> 'attributes' as attributes,
           case when item ? 'images' then array(select jsonb_array_elements_text(item -> 'images')) end as images,
           (item ->> 'published')::boolean as published
      from jsonb_array_elements(given) as item
     order by 1
  ), merged as (
    merge into product as p using source as s on p.sku = s.sku
    when matched and (
           p.slug, p.category_path, p.other_categories, p.brand_slug, p.name_ru, p.name_en, p.description_ru, p.description_en,
           p.price_minor, p.old_price_minor, p.weight_grams, p.attributes, p.images, p.published, p.deleted_at
         ) is distinct from (
           coalesce(s.slug, p.slug), s.category_path, coalesce(s.other_categories, p.other_categories),
           coalesce(s.brand_slug, p.brand_slug), s.name_ru, s.name_en,
           coalesce(s.description_ru, p.description_ru), coalesce(s.description_en, p.description_en), s.price_minor,
           -- An old price that isn't given goes when the price rises to it.
           case when s.has_old_price then s.old_price_minor when p.old_price_minor > s.price_minor then p.old_price_minor end,
           coalesce(s.weight_grams, p.weight_grams), coalesce(s.attributes, p.attributes),
           coalesce(s.images, p.images), coalesce(s.published, p.published), null::timestamptz
         ) then update set
           slug = coalesce(s.slug, p.slug), category_path = s.category_path,
           other_categories = coalesce(s.other_categories, p.other_categories),
           brand_slug = coalesce(s.brand_slug, p.brand_slug), name_ru = s.name_ru, name_en = s.name_en,
           description_ru = coalesce(s.description_ru, p.description_ru),
           description_en = coalesce(s.description_en, p.description_en), price_minor = s.price_minor,
           old_price_minor = case when s.has_old_price then s.old_price_minor
                                  when p.old_price_minor > s.price_minor then p.old_price_minor end,
           weight_grams = coalesce(s.weight_grams, p.weight_grams), attributes = coalesce(s.attributes, p.attributes),
           images = coalesce(s.images, p.images), published = coalesce(s.published, p.published), deleted_at = null,
           edited_by = cause
    when not matched then insert (
           sku, slug, category_path, other_categories, brand_slug, name_ru, name_en, description_ru, description_en,
           price_minor, old_price_minor, weight_grams, attributes, images, published, edited_by
         ) values (
           s.sku, coalesce(s.slug, s.slug_base), s.category_path, coalesce(s.other_categories, '{}'), s.brand_slug,
           s.name_ru, s.name_en, coalesce(s.description_ru, ''), coalesce(s.description_en, ''), s.price_minor,
           s.old_price_minor, coalesce(s.weight_grams, 0), coalesce(s.attributes, '[]'), coalesce(s.images, '{}'),
           coalesce(s.published, true), cause)
    returning merge_action() as action, p.id
  )
  select array_agg(id order by id) filter (where action = 'INSERT'), array_agg(id order by id) filter (where action = 'UPDATE')
    into created, updated from merged;
  created := coalesce(created, '{}');
  updated := coalesce(updated, '{}');

  insert into stock (product_id) select unnest(created);
  select set_stock(coalesce(array_agg(p.id), '{}'), coalesce(array_agg((item ->> 'stock')::int), '{}'), 'import', cause, correlation)
    into counted
    from jsonb_array_elements(given) as item join product as p on p.sku = item ->> 'sku'
   where item ? 'stock' and (upsert_products.set_stock or p.id = any (created));

  return jsonb_build_object(
    'created', cardinality(created),
    'updated', (select count(distinct id) from unnest(updated || counted) as id where id <> all (created)),
    'reindexed', index_products(array(select distinct unnest(created || updated || note_bands(created || counted)))));
end $$;

-- Prices and stock of many products, each as its row says: [{"sku": …} | {"id": …}, "priceMinor", "oldPriceMinor", "stock"].
-- Answers {rows: [{place, id, sku, outcome: 'changed' | 'unchanged' | 'unknown' | 'twice' | 'old_price', revision}], reindexed}.
create function update_products(given jsonb, actor text, cause text, correlation text) returns jsonb language plpgsql as $$
declare
  known uuid[];
  priced uuid[];
  counted uuid[];
  answer jsonb;
begin
  known := array(
    select p.id from product as p
     where p.id in (select (item ->> 'id')::uuid from jsonb_array_elements(given) as item)
        or p.sku in (select item ->> 'sku' from jsonb_array_elements(given) as item)
     order by p.id for no key update);
  with wish as (
    select item, place, p.id, p.sku, p.deleted_at,
           coalesce((item ->> 'priceMinor')::bigint, p.price_minor) as price,
           case when item ? 'oldPriceMinor' then (item ->> 'oldPriceMinor')::bigint
                when p.old_price_minor > coalesce((item ->> 'priceMinor')::bigint, p.price_minor) then p.old_price_minor end as old_price
      from jsonb_array_elements(given) with ordinality as one (item, place)
      left join product as p on p.id = coalesce((item ->> 'id')::uuid, (select id from product where sku = item ->> 'sku'))
  ), checked as (
    select *, case when id is null or deleted_at is not null then 'unknown'
                   when row_number() over (partition by id order by place) > 1 then 'twice' when old_price <= price then 'old_price' end as fault from wish
  ), written as (
    update product as p set price_minor = w.price, old_price_minor = w.old_price, edited_by = actor
      from checked as w
     where w.id = p.id and w.fault is null and (p.price_minor, p.old_price_minor) is distinct from (w.price, w.old_price)
    returning p.id
  )
  select coalesce(array_agg(id), '{}'), (select jsonb_agg(jsonb_build_object('place', place, 'id', id, 'sku', coalesce(sku, item ->> 'sku'), 'fault', fault, 'stock', item -> 'stock') order by place) from checked)
    into priced, answer from written;

  select set_stock(coalesce(array_agg((one ->> 'id')::uuid), '{}'), coalesce(array_agg((one ->> 'stock')::int), '{}'), 'correction', cause, correlation)
    into counted
    from jsonb_array_elements(answer) as one
   where one ->> 'fault' is null and jsonb_typeof(one -> 'stock') = 'number';

  return jsonb_build_object(
    'rows', (select jsonb_agg(jsonb_build_object(
               'place', (one ->> 'place')::int, 'id', one -> 'id', 'sku', one -> 'sku', 'revision', p.revision,
               'outcome', coalesce(one ->> 'fault', case when p.id = any (priced || counted) then 'changed' else 'unchanged' end))
               order by (one ->> 'place')::int)
               from jsonb_array_elements(answer) as one left join product as p on p.id = (one ->> 'id')::uuid),
    'reindexed', index_products(array(select distinct unnest(priced || note_bands(counted)))));
end $$;
