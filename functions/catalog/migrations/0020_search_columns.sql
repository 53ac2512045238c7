-- What search on PostgreSQL needs, made as a product is written. domain/query says the same in TypeScript, for queries and
-- for the documents of the search engine; a test compares them.

create table measure_unit (
  alias  text    primary key,
  kind   text    not null,
  factor numeric not null
);
insert into measure_unit (alias, kind, factor) values
  ('мм', 'mm', 1), ('mm', 'mm', 1), ('см', 'mm', 10), ('cm', 'mm', 10), ('м', 'mm', 1000), ('m', 'mm', 1000),
  ('дюйм', 'mm', 25.4), ('дюйма', 'mm', 25.4), ('дюймов', 'mm', 25.4), ('inch', 'mm', 25.4), ('"', 'mm', 25.4), ('″', 'mm', 25.4),
  ('г', 'g', 1), ('гр', 'g', 1), ('g', 'g', 1), ('кг', 'g', 1000), ('kg', 'g', 1000),
  ('мл', 'ml', 1), ('ml', 'ml', 1), ('л', 'ml', 1000), ('l', 'ml', 1000),
  ('вт', 'w', 1), ('w', 'w', 1), ('квт', 'w', 1000), ('kw', 'w', 1000),
  ('мб', 'mb', 1), ('mb', 'mb', 1), ('гб', 'mb', 1000), ('gb', 'mb', 1000), ('тб', 'mb', 1000000), ('tb', 'mb', 1000000),
  ('мач', 'mah', 1), ('ма·ч', 'mah', 1), ('mah', 'mah', 1),
  ('гц', 'hz', 1), ('hz', 'hz', 1), ('лм', 'lm', 1), ('lm', 'lm', 1), ('бар', 'bar', 1), ('bar', 'bar', 1),
  ('шт', 'pcs', 1), ('штук', 'pcs', 1), ('pcs', 'pcs', 1), ('pieces', 'pcs', 1);

-- `1,7 л` and `1700 мл` are both `ml:1700`; in `120 × 60 см` the unit is meant for both.
create function measures_in(folded text) returns text[] language sql stable strict as $$
  select coalesce(array_agg(distinct unit.kind || ':' || trim_scale(round(
           replace(replace(amount[1], ' ', ''), ',', '.')::numeric * unit.factor, 3))), '{}')
    from regexp_matches(folded,
           '(?<![[:alnum:].,])((?:[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)?)(?:\s*[xх×*/–—-]\s*(?:[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)?))*)\s*(ма·ч|pieces|дюймов|дюйма|дюйм|штук|inch|квт|мач|mah|бар|bar|pcs|мм|mm|см|cm|гр|кг|kg|мл|ml|вт|kw|мб|mb|гб|gb|тб|tb|гц|hz|лм|lm|шт|м|m|"|″|г|g|л|l|w)(?![[:alnum:]])',
           'g') as found
    join measure_unit as unit on unit.alias = found[2],
         regexp_matches(found[1], '([0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)?)', 'g') as amount
$$;

-- A number of one unit in another of the same kind; as it is where they can't be compared.
create function in_unit(value numeric, given text, wanted text) returns numeric language sql stable
  return coalesce((select value * a.factor / b.factor
                     from measure_unit as a join measure_unit as b on b.kind = a.kind
                    where a.alias = lower(given) and b.alias = lower(wanted)), value);

-- What a word sounds like in either alphabet: `сковорода` and `skovoroda` are one.
-- One expression, so that the planner puts it where it is called: a call for each word would cost more than the rest.
create function sound(folded text) returns text language sql immutable strict parallel safe
  return substring(regexp_replace(regexp_replace(
           translate(replace(replace(regexp_replace(replace(replace(replace(replace(regexp_replace(
             translate(replace(replace(replace(replace(replace(replace(replace(replace(substring(folded from '^[a-zа-я]{3,}$'),
               'ж', 'zh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'sh'), 'ю', 'iu'), 'я', 'ia'), 'х', 'h'),
               'абвгдезийклмнопрстуфыэъь', 'abvgdeziiklmnoprstufie'),
             'shch|sch', 'sh', 'g'), 'kh', 'h'), 'ph', 'f'), 'ck', 'k'), 'tz', 'ts'),
             'c(?!h)', 'k', 'g'), 'q', 'k'), 'x', 'ks'), 'wyj', 'vii'),
           '(.)\1+', '\1', 'g'), '^(.{3,}?)[aeiou]+$', '\1'), '^.{3,}$');

create function words_in(folded text) returns text[] language sql immutable strict parallel safe
  return (select coalesce(array_agg(word[1]), '{}') from regexp_matches(folded, '[[:alnum:]]+', 'g') as word);

-- The words of a name that say what the thing is: Russian names begin with them; of English ones it is the last word before any
-- `with` or `for`, and a series may stand before it, with a comma. Sizes are no things.
create function head_of(folded text) returns text language sql immutable strict parallel safe as $$
  select case when folded ~ '[а-я]'
    then array_to_string(words_in((regexp_split_to_array(trim(folded), '[«<"„“(,;:/0-9]|(?<![а-я])(?:с|со|для|из|на|под|от|без|к|по|в|во|и|или)(?![а-я])'))[1]), ' ')
    else (select coalesce(string_agg(head, ' ' order by place), '')
            from (select part, place from regexp_split_to_table(trim(folded), '[,;:]') with ordinality as split (part, place)
                   where part !~ '^\s*[0-9]+(?:[.,][0-9]+)?(?![0-9]|-?[a-z])' order by place limit 2) as named,
                 lateral (select word as head
                            from unnest(words_in((regexp_split_to_array(part, '[«<("“/]|(?<![a-z0-9-])(?:with|w|for|of|and|in|on|to|from|without|or)(?![a-z0-9-])'))[1]))
                                 with ordinality as one (word, at)
                           where word !~ '[0-9]' order by at desc limit 1) as last) end
$$;

alter table product
  -- `material=чугун`, `material=cast iron`, `induction=true`: what attribute filters ask for.
  add column attribute_values text[] not null default '{}';

-- Lexemes with a sign before them are no words: `~` sounds, `=` measures, `#` codes, `+` two words written together.
create function searchable(p product, out search tsvector, out attribute_values text[])
  language plpgsql stable as $$
declare
  brand_name text := (select name from brand where slug = p.brand_slug);
  -- Not p.categories: a generated column has no value yet in a before trigger.
  category_names text := (
    select string_agg(concat_ws(' ', name_ru, name_en), ' ') from category
     where path = any (category_closure(array_prepend(p.category_path, p.other_categories))));
  attribute_texts text := (
    select string_agg(case jsonb_typeof(one -> 'value')
                        when 'object' then concat_ws(' ', one #>> '{value,ru}', one #>> '{value,en}')
                        when 'number' then concat_ws(' ', one ->> 'value', one ->> 'unit')
                      end, ' ; ')
      from jsonb_array_elements(p.attributes) as one);
  name_words text[] := words_in(fold(p.name_ru)) || words_in(fold(p.name_en));
  -- `51x51` is two numbers.
  name text := regexp_replace(fold(concat_ws(' ; ', p.name_ru, p.name_en)), '(?<=[0-9])\s*[xх×*]\s*(?=[0-9])', ' × ', 'g');
  heads text := concat_ws(' ; ', head_of(fold(p.name_ru)), head_of(fold(p.name_en)));
  belongs text := fold(concat_ws(' ', brand_name, category_names));
  tags text[];
begin
  tags := array(select distinct tag from (
      select '~' || sound(word) from unnest(name_words || words_in(belongs)) as word
      union all select '=' || measure from unnest(measures_in(name) || measures_in(fold(coalesce(attribute_texts, '')))) as measure
      union all select '#' || array_to_string(words_in(fold(p.sku)), '')
      union all select '#' || word from unnest(name_words) as word where word ~ '[0-9]' and word ~ '[[:alpha:]]'
      union all select '+' || word || next from unnest(name_words, name_words[2:]) as pair (word, next)
                 where word ~ '^[[:alpha:]]+$' and next ~ '^[[:alpha:]]+$'
    ) as all_tags (tag) where tag is not null and tag <> '' and length(tag) <= 100);
  search :=
    setweight(to_tsvector('russian', heads), 'A') ||
    setweight(to_tsvector('simple', array_to_string(words_in(fold(p.sku)), ' ')), 'A') ||
    setweight(to_tsvector('russian', name), 'B') ||
    setweight(to_tsvector('russian', concat_ws(' ; ', belongs, fold(attribute_texts))), 'C') ||
    setweight(to_tsvector('russian', fold(concat_ws(' ', p.description_ru, p.description_en))), 'D') ||
    array_to_tsvector(tags);
  attribute_values := array(
    select distinct (one ->> 'key') || '=' || case when jsonb_typeof(one -> 'value') = 'object' then fold(text.value) else one ->> 'value' end
      from jsonb_array_elements(p.attributes) as one
      left join lateral jsonb_each_text(case when jsonb_typeof(one -> 'value') = 'object' then one -> 'value' end) as text on true
     where jsonb_typeof(one -> 'value') in ('object', 'boolean'));
end $$;

-- Runs after `product_written`, by its name: what that made of a product is what search is to know. Of a price or a picture
-- search needs nothing.
create function product_written_for_search() returns trigger language plpgsql set search_path from current as $$
declare
  made record;
begin
  if tg_op = 'INSERT' or new.search is distinct from old.search
     or (new.sku, new.name_ru, new.name_en, new.description_ru, new.description_en, new.category_path, new.other_categories, new.brand_slug, new.attributes)
        is distinct from
        (old.sku, old.name_ru, old.name_en, old.description_ru, old.description_en, old.category_path, old.other_categories, old.brand_slug, old.attributes) then
    made := searchable(new);
    new.search := made.search;
    new.attribute_values := made.attribute_values;
  end if;
  return new;
end $$;

-- Every word of the shop, once: typing errors are looked for among words and not among products. A word that left with its
-- last product stays; it costs a look-up that finds nothing.
create table search_word (word text primary key);
create index search_word_similar on search_word using gin (word extensions.gin_trgm_ops);

create function note_words(texts text) returns void language sql
begin atomic
  -- Sorted, so that two at once wait in one order.
  insert into search_word (word)
  select distinct found from unnest(words_in(fold(texts))) as found
   where found ~ '^[[:alpha:]]{3,40}$' and not exists (select from search_word where word = found)
   order by found
      on conflict do nothing;
end;

create function product_words() returns trigger language plpgsql set search_path from current as $$
begin
  perform note_words((select string_agg(concat_ws(' ', name_ru, name_en, array_to_string(attribute_values, ' ')), ' ') from written));
  return null;
end $$;
create function brand_words() returns trigger language plpgsql set search_path from current as $$
begin
  perform note_words((select string_agg(name, ' ') from written));
  return null;
end $$;
create function category_words() returns trigger language plpgsql set search_path from current as $$
begin
  perform note_words((select string_agg(concat_ws(' ', name_ru, name_en), ' ') from written));
  return null;
end $$;

create trigger product_words_new after insert on product
  referencing new table as written for each statement execute function product_words();
create trigger product_words_changed after update on product
  referencing new table as written for each statement execute function product_words();
create trigger brand_words_new after insert on brand
  referencing new table as written for each statement execute function brand_words();
create trigger brand_words_changed after update on brand
  referencing new table as written for each statement execute function brand_words();
create trigger category_words_new after insert on category
  referencing new table as written for each statement execute function category_words();
create trigger category_words_changed after update on category
  referencing new table as written for each statement execute function category_words();

-- Existing products, without a new revision: nobody edited them.
alter table product disable trigger user;
update product as p set (search, attribute_values) = (select made.search, made.attribute_values from searchable(p) as made);
select note_words((select string_agg(concat_ws(' ', name_ru, name_en, array_to_string(attribute_values, ' ')), ' ') from product));
alter table product enable trigger user;
create trigger product_written_for_search before insert or update on product
  for each row execute function product_written_for_search();
select note_words((select string_agg(name, ' ') from brand));
select note_words((select string_agg(concat_ws(' ', name_ru, name_en), ' ') from category));

drop function similar_products(text[]);
-- Nothing looks for typing errors in products any more; the column goes with the next `product_written` that leaves it out.
drop index product_search_text;
create index product_attribute_values on product using gin (attribute_values);
create index product_name_ru on product (fold(name_ru), id);
create index product_name_en on product (fold(name_en), id);

-- Words of the shop that look like this one; the threshold is pg_trgm's own setting, and a pooled connection can't be set.
create function similar_words(given text) returns setof text
  language sql stable set pg_trgm.similarity_threshold = 0.2 as $$
  select word from search_word
   where word % given and abs(length(word) - length(given)) <= 2
   order by similarity(word, given) desc, word limit 40
$$;
