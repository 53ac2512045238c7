alter table product drop constraint product_category_path_fkey;
alter table product
  -- A product keeps an old path only until it has followed its category; what was deleted may outlive its category.
  add constraint product_category_path_fkey foreign key (category_path) references category_address (path),
  alter column category_path drop not null,
  add constraint product_has_category check (category_path is not null or deleted_at is not null),
  -- Who made the last edit: operator:<id>, import <id>, demo.
  add column edited_by text not null default '',
  -- Counts how often the product was made to follow its category or brand: that is no edit.
  add column refreshed integer not null default 0;

create index product_updated on product (updated_at, id);

-- Every slug a product has or had. Each leads to one product for ever.
create table product_address (
  slug       text primary key,
  product_id uuid not null references product (id) on delete cascade
);
create index product_address_product on product_address (product_id);
insert into product_address (slug, product_id) select slug, id from product;

-- Who changed what of a product, and when. `changes`: {"priceMinor": {"from": 100, "to": 90}, …}
create table product_history (
  id         bigint      generated always as identity primary key,
  product_id uuid        not null references product (id) on delete cascade,
  revision   bigint      not null,
  kind       text        not null check (kind in ('created', 'edited', 'deleted', 'restored')),
  actor      text        not null,
  changes    jsonb       not null default '{}',
  at         timestamptz not null default clock_timestamp()
);
create index product_history_product on product_history (product_id, id);

-- What can be edited of a product, as the API names it.
create function product_facts(p product) returns jsonb language sql immutable parallel safe
  return jsonb_build_object(
    'sku', p.sku, 'slug', p.slug, 'category', p.category_path, 'otherCategories', p.other_categories, 'brand', p.brand_slug,
    'name', jsonb_build_object('ru', p.name_ru, 'en', p.name_en),
    'description', jsonb_build_object('ru', p.description_ru, 'en', p.description_en),
    'priceMinor', p.price_minor, 'oldPriceMinor', p.old_price_minor, 'weightGrams', p.weight_grams,
    'attributes', p.attributes, 'images', p.images, 'published', p.published, 'deleted', p.deleted_at is not null);

create function facts_changed(was jsonb, now_is jsonb) returns jsonb language sql immutable parallel safe
  return (select coalesce(jsonb_object_agg(key, jsonb_build_object('from', was -> key, 'to', value)), '{}')
            from jsonb_each(now_is) where value is distinct from was -> key);

-- Raised as a unique violation of `product_address_pkey`: the slug is, or was, another product's.
create function claim_slugs(slugs text[], ids uuid[]) returns void language plpgsql as $$
declare
  taken text;
begin
  insert into product_address (slug, product_id)
  select slug, id from unnest(slugs, ids) as one (slug, id) order by slug
  on conflict (slug) do nothing;
  select one.slug into taken
    from unnest(slugs, ids) as one (slug, id) join product_address as a using (slug)
   where a.product_id <> one.id limit 1;
  if taken is not null then
    raise unique_violation using constraint = 'product_address_pkey', table = 'product_address',
      message = 'the slug of another product', detail = format('%s is or was the slug of another product', taken);
  end if;
end $$;

create function products_created() returns trigger language plpgsql as $$
begin
  perform claim_slugs(array_agg(slug order by id), array_agg(id order by id)) from fresh;
  insert into product_history (product_id, revision, kind, actor) select id, revision, 'created', edited_by from fresh order by id;
  return null;
end $$;
create trigger products_created after insert on product referencing new table as fresh
  for each statement execute function products_created();

create function products_edited() returns trigger language plpgsql as $$
begin
  perform claim_slugs(array_agg(n.slug order by n.id), array_agg(n.id order by n.id))
     from fresh as n join former as o using (id) where n.slug <> o.slug having count(*) > 0;
  insert into product_history (product_id, revision, kind, actor, changes)
  select n.id, n.revision,
         case when n.deleted_at is not null and o.deleted_at is null then 'deleted'
              when n.deleted_at is null and o.deleted_at is not null then 'restored' else 'edited' end,
         n.edited_by, facts_changed(product_facts(o), product_facts(n)) - 'deleted'
    from fresh as n join former as o using (id)
   where n.refreshed = o.refreshed and product_facts(n) <> product_facts(o)
   order by n.id;
  return null;
end $$;
create trigger products_edited after update on product referencing old table as former new table as fresh
  for each statement execute function products_edited();

-- As in 0001, and: paths of categories that moved lead to where those are now, values of attributes are of their type, and what
-- only a price, say, has changed of is not read anew. Categories and brands are locked, so that who renames one waits for
-- products that are being written under its former name, and finds them afterwards.
create or replace function product_written() returns trigger language plpgsql set search_path from current as $$
declare
  brand_name text;
  category_names text;
  attribute_texts text;
  names text;
  closure text[];
  wrong text;
begin
  if tg_op = 'UPDATE' then
    if new.refreshed = old.refreshed then
      new.revision := old.revision + 1;
      new.updated_at := now();
    end if;
    if (new.sku, new.name_ru, new.name_en, new.description_ru, new.description_en, new.brand_slug, new.category_path,
        new.other_categories, new.attributes, new.refreshed) is not distinct from
       (old.sku, old.name_ru, old.name_en, old.description_ru, old.description_en, old.brand_slug, old.category_path,
        old.other_categories, old.attributes, old.refreshed) then
      return new;
    end if;
  end if;

  closure := category_closure(array_prepend(new.category_path, new.other_categories));
  -- By id, since a path may change under us: whoever moves a category locks all below it.
  perform from category where id in (select category_id from category_address where path = any (closure))
    order by id for key share;
  if exists (select from unnest(array_prepend(new.category_path, new.other_categories)) as one
              where one is not null and not exists (select from category where path = one)) then
    new.category_path := current_category(new.category_path);
    new.other_categories := array(
      select current_category(one) from unnest(new.other_categories) with ordinality as given (one, place)
       group by 1 having current_category(one) is distinct from new.category_path order by min(place));
    select one into wrong from unnest(new.other_categories) as one where not exists (select from category where path = one) limit 1;
    if wrong is not null then
      raise foreign_key_violation using constraint = 'product_other_categories', table = 'product',
        message = 'no such category', detail = format('there is no category %s', wrong);
    end if;
    closure := category_closure(array_prepend(new.category_path, new.other_categories));
    -- Above where it stands now are others than above its old path.
    perform from category where path = any (closure) order by id for key share;
  end if;

  perform from attribute where key in (select one ->> 'key' from jsonb_array_elements(new.attributes) as one) order by key for key share;
  select case when a.key is null then format('there is no attribute %s', one ->> 'key')
              when one ? 'unit' and one ->> 'unit' is distinct from a.unit then format('the attribute %s is in %s', a.key, coalesce(a.unit, 'no unit'))
              else format('the attribute %s is a %s', a.key, a.type) end
    into wrong
    from jsonb_array_elements(new.attributes) as one left join attribute as a on a.key = one ->> 'key'
   where a.key is null or (one ? 'unit' and one ->> 'unit' is distinct from a.unit)
      or jsonb_typeof(one -> 'value') is distinct from case a.type when 'text' then 'object' else a.type end
   limit 1;
  if wrong is not null then
    raise check_violation using constraint = 'product_attributes_typed', table = 'product', message = wrong, detail = wrong;
  end if;

  select name into brand_name from brand where slug = new.brand_slug for key share;
  -- Not new.categories: a generated column has no value yet in a before trigger.
  category_names := (
    select string_agg(concat_ws(' ', name_ru, name_en), ' ') from category
     where path = any (closure));
  attribute_texts := (
    select string_agg(case jsonb_typeof(one -> 'value')
                        when 'object' then concat_ws(' ', one #>> '{value,ru}', one #>> '{value,en}')
                        when 'number' then concat_ws(' ', one ->> 'value', one ->> 'unit')
                      end, ' ')
      from jsonb_array_elements(new.attributes) as one);
  names := fold(concat_ws(' ', new.name_ru, new.name_en));
  new.search :=
    setweight(to_tsvector('russian', names), 'A') ||
    setweight(to_tsvector('simple', regexp_replace(fold(new.sku), '[^[:alnum:]]+', ' ', 'g')), 'A') ||
    setweight(to_tsvector('russian', fold(concat_ws(' ', brand_name, category_names))), 'B') ||
    setweight(to_tsvector('russian', fold(coalesce(attribute_texts, ''))), 'C') ||
    setweight(to_tsvector('russian', fold(concat_ws(' ', new.description_ru, new.description_en))), 'D');
  new.search_text := concat_ws(' ', names, fold(brand_name), fold(category_names), fold(new.sku));
  return new;
end $$;

-- Takes up to `at_most` products along with their category or brand. Answers how many it took; 0: none is left.
create function follow_category(task uuid, at_most integer) returns integer language plpgsql as $$
declare
  todo follow_up;
  ids uuid[];
begin
  select * into todo from follow_up where id = task for update skip locked;
  if not found then return 0; end if;
  ids := array(
    select p.id from product as p
     where case todo.kind when 'brand' then p.brand_slug = todo.key else p.categories @> array[todo.key] end
       and (todo.after_id is null or p.id > todo.after_id)
     order by p.id limit at_most for no key update);
  update product set refreshed = refreshed + 1 where id = any (ids);
  perform index_products(array(select product_id from stock where product_id = any (ids)));
  if cardinality(ids) < at_most then delete from follow_up where id = task;
  else update follow_up set after_id = ids[cardinality(ids)] where id = task;
  end if;
  return cardinality(ids);
end $$;
