-- As in 0072, and: a language that isn't given stays as it is, and of a product that is new it is what the other says. A product
-- that was deleted is left so, and told, unless its item says whether it is published.
create or replace function upsert_products(given jsonb, set_stock boolean, cause text, correlation text)
returns jsonb language plpgsql as $$
declare
  created uuid[];
  updated uuid[];
  counted uuid[];
  deleted text[];
begin
  perform from product where sku in (select item ->> 'sku' from jsonb_array_elements(given) as item) order by id for no key update;
  select coalesce(array_agg(p.sku), '{}') into deleted
    from jsonb_array_elements(given) as item join product as p on p.sku = item ->> 'sku'
   where p.deleted_at is not null and item -> 'published' is null;
  with source as (
    select item ->> 'sku' as sku, item ->> 'slug' as slug, item ->> 'slugBase' as slug_base,
           coalesce((select path from category where path = item ->> 'category'), current_category(item ->> 'category')) as category_path,
           case when item ? 'otherCategories'
                then array(select current_category(one) from jsonb_array_elements_text(item -> 'otherCategories') as one) end as other_categories,
           item ? 'brandSlug' as has_brand, item ->> 'brandSlug' as brand_slug,
           item #>> '{name,ru}' as name_ru, item #>> '{name,en}' as name_en,
           item #>> '{description,ru}' as description_ru, item #>> '{description,en}' as description_en,
           (item ->> 'priceMinor')::bigint as price_minor,
           item ? 'oldPriceMinor' as has_old_price, (item ->> 'oldPriceMinor')::bigint as old_price_minor,
           (item ->> 'weightGrams')::int as weight_grams, item -> 'attributes' as attributes,
           case when item ? 'attributeKeys'
                then array(select jsonb_array_elements_text(item -> 'attributeKeys')) end as attribute_keys,
           case when item ? 'images' then array(select jsonb_array_elements_text(item -> 'images')) end as images,
           (item ->> 'published')::boolean as published
      from jsonb_array_elements(given) as item
     where item ->> 'sku' <> all (deleted)
     order by 1
  ), merged as (
    merge into product as p using source as s on p.sku = s.sku
    when matched and (
           p.slug, p.category_path, p.other_categories, p.brand_slug, p.name_ru, p.name_en, p.description_ru, p.description_en,
           p.price_minor, p.old_price_minor, p.weight_grams, p.attributes, p.images, p.published, p.deleted_at
         ) is distinct from (
           coalesce(s.slug, p.slug), s.category_path, array_remove(coalesce(s.other_categories, p.other_categories), s.category_path),
           case when s.has_brand then s.brand_slug else p.brand_slug end,
           coalesce(s.name_ru, p.name_ru), coalesce(s.name_en, p.name_en),
           coalesce(s.description_ru, p.description_ru), coalesce(s.description_en, p.description_en), s.price_minor,
           -- An old price that isn't given goes when the price rises to it.
           case when s.has_old_price then s.old_price_minor when p.old_price_minor > s.price_minor then p.old_price_minor end,
           coalesce(s.weight_grams, p.weight_grams),
           case when s.attribute_keys is null then coalesce(s.attributes, p.attributes)
                else merge_attributes(p.attributes, s.attributes, s.attribute_keys) end,
           coalesce(s.images, p.images), coalesce(s.published, p.published), null::timestamptz
         ) then update set
           slug = coalesce(s.slug, p.slug), category_path = s.category_path,
           other_categories = array_remove(coalesce(s.other_categories, p.other_categories), s.category_path),
           brand_slug = case when s.has_brand then s.brand_slug else p.brand_slug end,
           name_ru = coalesce(s.name_ru, p.name_ru), name_en = coalesce(s.name_en, p.name_en),
           description_ru = coalesce(s.description_ru, p.description_ru),
           description_en = coalesce(s.description_en, p.description_en), price_minor = s.price_minor,
           old_price_minor = case when s.has_old_price then s.old_price_minor
                                  when p.old_price_minor > s.price_minor then p.old_price_minor end,
           weight_grams = coalesce(s.weight_grams, p.weight_grams),
           attributes = case when s.attribute_keys is null then coalesce(s.attributes, p.attributes)
                             else merge_attributes(p.attributes, s.attributes, s.attribute_keys) end,
           images = coalesce(s.images, p.images), published = coalesce(s.published, p.published), deleted_at = null,
           edited_by = cause
    when not matched then insert (
           sku, slug, category_path, other_categories, brand_slug, name_ru, name_en, description_ru, description_en,
           price_minor, old_price_minor, weight_grams, attributes, images, published, edited_by
         ) values (
           s.sku, coalesce(s.slug, s.slug_base), s.category_path, array_remove(coalesce(s.other_categories, '{}'), s.category_path), s.brand_slug,
           coalesce(s.name_ru, s.name_en), coalesce(s.name_en, s.name_ru),
           coalesce(s.description_ru, s.description_en, ''), coalesce(s.description_en, s.description_ru, ''), s.price_minor,
           s.old_price_minor, coalesce(s.weight_grams, 0), coalesce(s.attributes, '[]'), coalesce(s.images, '{}'),
           coalesce(s.published, true), cause)
    returning merge_action() as action, p.id
  )
  select array_agg(id order by id) filter (where action = 'INSERT'), array_agg(id order by id) filter (where action = 'UPDATE')
    into created, updated from merged;
  created := coalesce(created, '{}');
  updated := coalesce(updated, '{}');

  insert into stock (product_id) select unnest(created);
  select set_stock(coalesce(array_agg(p.id), '{}'), coalesce(array_agg(coalesce(item ->> 'stock', item ->> 'newStock')::int), '{}'), 'import', cause, correlation)
    into counted
    from jsonb_array_elements(given) as item join product as p on p.sku = item ->> 'sku'
   where p.deleted_at is null
     and ((item ? 'stock' and upsert_products.set_stock) or (item ?| array['stock', 'newStock'] and p.id = any (created)));

  return jsonb_build_object(
    'created', cardinality(created),
    'deleted', to_jsonb(deleted),
    'updated', (select count(distinct id) from unnest(updated || counted) as id where id <> all (created)),
    'reindexed', index_products(array(select distinct unnest(created || updated || note_bands(created || counted)))));
end $$;
