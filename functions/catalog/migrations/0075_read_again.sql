-- What search knows of the products there are is made anew, a batch a transaction as other changes that many follow: to write
-- a million products takes longer than a migration may hold them. Until then the fallback finds them by what was made before.
--   search  what searchable() makes has changed; nothing of that is in the search engine's documents
alter table follow_up
  drop constraint follow_up_kind_check,
  add constraint follow_up_kind_check check (kind in ('moved', 'renamed', 'brand', 'search'));

-- As in 0011, and for `search` all products, by their ids.
create or replace function follow_category(task uuid, at_most integer) returns integer language plpgsql as $$
declare
  todo follow_up;
  ids uuid[];
begin
  select * into todo from follow_up where id = task for update skip locked;
  if not found then return 0; end if;
  if todo.kind = 'search' then
    ids := array(
      select p.id from product as p where p.id > coalesce(todo.after_id, '00000000-0000-0000-0000-000000000000')
       order by p.id limit at_most for no key update);
    update product set refreshed = refreshed + 1 where id = any (ids);
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

insert into follow_up (kind, key) select 'search', '' where exists (select from product);
