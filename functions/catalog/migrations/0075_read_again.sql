-- What search knows of the products there are is made anew, a batch a transaction as other changes that many follow: to write
-- a million products takes longer than a migration may hold them. Until then the fallback finds them by what was made before.
--   search  what searchable() makes has changed; nothing of that is in the search engine's documents
alter table follow_up
  drop constraint follow_up_kind_check,
  add constraint follow_up_kind_check check (kind in ('moved', 'renamed', 'brand', 'search'));

-- As in 0011, and for `search` all products, by their ids. One whose category moved meanwhile takes its new path along: the
-- task of that move, which knows it by the path before, will not find it any more.
create or replace function follow_category(task uuid, at_most integer) returns integer language plpgsql as $$
declare
  todo follow_up;
  ids uuid[];
  moved uuid[];
begin
  select * into todo from follow_up where id = task for update skip locked;
  if not found then return 0; end if;
  if todo.kind = 'search' then
    ids := array(
      select p.id from product as p where p.id > coalesce(todo.after_id, '00000000-0000-0000-0000-000000000000')
       order by p.id limit at_most for no key update);
    with remade as (
      update product set refreshed = refreshed + 1 where id = any (ids)
      returning id, (old.category_path, old.other_categories) is distinct from (new.category_path, new.other_categories) as has_moved)
    select coalesce(array_agg(id) filter (where has_moved), '{}') into moved from remade;
    perform index_products(array(select product_id from stock where product_id = any (moved)));
  else
    ids := array(
      select p.id from product as p
       where case todo.kind when 'brand' then p.brand_slug = todo.key else p.categories @> array[todo.key] end
         and (todo.after_id is null or p.id > todo.after_id)
       order by p.id limit at_most for no key update);
    update product set refreshed = refreshed + 1 where id = any (ids);
    perform index_products(array(select product_id from stock where product_id = any (ids)));
  end if;
  if cardinality(ids) < at_most then delete from follow_up where id = task;
  else update follow_up set after_id = ids[cardinality(ids)] where id = task;
  end if;
  return cardinality(ids);
end $$;

-- As in 0060, but attributes are checked only where they change: what was deleted outlives its attributes, or what they were, and
-- has to be made anew like anything else.
create or replace function product_written() returns trigger language plpgsql set search_path from current as $$
declare
  made record;
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

  if tg_op = 'INSERT' or new.attributes is distinct from old.attributes then
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
  end if;

  perform from brand where slug = new.brand_slug for key share;
  made := searchable(new);
  new.search := made.search;
  new.attribute_values := made.attribute_values;
  new.search_text := made.search_text;
  return new;
end $$;

insert into follow_up (kind, key) select 'search', '' where exists (select from product);
