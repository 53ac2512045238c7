-- What search knows of a product was made twice, by product_written and then by product_written_for_search; now it is made
-- once, by searchable(), which makes `search_text` for operators too.

drop trigger product_written_for_search on product;
drop function product_written_for_search();
drop function searchable(product);

-- As in 0001, in one step instead of a call for each path.
create or replace function category_closure(paths text[]) returns text[]
  language sql immutable strict parallel safe
  return (select coalesce(array_agg(distinct array_to_string(parts[:depth], '/')), '{}')
            from unnest(paths) as path, string_to_array(path, '/') as parts, generate_series(1, cardinality(parts)) as depth);

-- What in a name may be a model, without its punctuation: domain/query/models.ts says why.
create function models_in(folded text) returns text[] language sql immutable strict parallel safe
  return (with chunks as (
            select place, array_to_string(words_in(chunk), '') as chunk
              from regexp_split_to_table(folded, '\s+') with ordinality as split (chunk, place)
          ), found as (
            select unnest(words_in(folded)) as one
            union all select chunk from chunks
            union all select c.chunk || n.chunk from chunks as c join chunks as n on n.place = c.place + 1
                       where c.chunk ~ '^[[:alpha:]]{1,8}$' and n.chunk ~ '[0-9]'
          )
          select coalesce(array_agg(distinct one), '{}') from found where one ~ '[0-9]' and one ~ '[[:alpha:]]');

-- The same texts as in 0020, each folded once.
create function searchable(p product, out search tsvector, out attribute_values text[], out search_text text)
  language plpgsql stable as $$
declare
  -- Not p.categories: a generated column has no value yet in a before trigger.
  belongs text := fold(concat_ws(' ',
    (select name from brand where slug = p.brand_slug),
    (select string_agg(concat_ws(' ', name_ru, name_en), ' ') from category
      where path = any (category_closure(array_prepend(p.category_path, p.other_categories))))));
  attribute_texts text := fold(coalesce((
    select string_agg(case jsonb_typeof(one -> 'value')
                        when 'object' then concat_ws(' ', one #>> '{value,ru}', one #>> '{value,en}')
                        when 'number' then concat_ws(' ', one ->> 'value', one ->> 'unit')
                      end, ' ; ')
      from jsonb_array_elements(p.attributes) as one), ''));
  name_ru text := fold(p.name_ru);
  name_en text := fold(p.name_en);
  sku text := fold(p.sku);
  sku_words text[] := words_in(sku);
  name_words text[] := words_in(name_ru) || words_in(name_en);
  -- `51x51` is two numbers.
  names text := regexp_replace(name_ru || ' ; ' || name_en, '(?<=[0-9])\s*[xх×*]\s*(?=[0-9])', ' × ', 'g');
  -- Each made once and kept: in one query conditions on a tag would have it made again for each of them.
  sounds text[] := array(select sound(word) from (select distinct unnest(name_words || words_in(belongs)) as word) as words);
  models text[] := models_in(name_ru) || models_in(name_en);
  joined text[] := array(select word || next from unnest(name_words, name_words[2:]) as pair (word, next)
                          where word ~ '^[[:alpha:]]+$' and next ~ '^[[:alpha:]]+$');
  measures text[] := measures_in(names || ' ; ' || attribute_texts);
  tags text[] := array(
    select distinct sign || tag
      from (select '~', unnest(sounds) union all select '=', unnest(measures) union all select '+', unnest(joined)
            union all select '#', unnest(models || array_to_string(sku_words, ''))) as all_tags (sign, tag)
     where tag <> '' and length(tag) < 100);
begin
  search :=
    setweight(to_tsvector('russian', concat_ws(' ; ', head_of(name_ru), head_of(name_en))), 'A') ||
    setweight(to_tsvector('simple', array_to_string(sku_words, ' ')), 'A') ||
    setweight(to_tsvector('russian', names), 'B') ||
    setweight(to_tsvector('russian', belongs || ' ; ' || attribute_texts), 'C') ||
    setweight(to_tsvector('russian', fold(concat_ws(' ', p.description_ru, p.description_en))), 'D') ||
    array_to_tsvector(tags);
  attribute_values := array(
    select distinct (one ->> 'key') || '=' || case when jsonb_typeof(one -> 'value') = 'object' then fold(text.value) else one ->> 'value' end
      from jsonb_array_elements(p.attributes) as one
      left join lateral jsonb_each_text(case when jsonb_typeof(one -> 'value') = 'object' then one -> 'value' end) as text on true
     where jsonb_typeof(one -> 'value') in ('object', 'boolean'));
  search_text := concat_ws(' ', name_ru, name_en, belongs, sku);
end $$;

-- As in 0011, but for what search is to know, which searchable() makes.
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

  perform from brand where slug = new.brand_slug for key share;
  made := searchable(new);
  new.search := made.search;
  new.attribute_values := made.attribute_values;
  new.search_text := made.search_text;
  return new;
end $$;
