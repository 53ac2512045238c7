-- Words, sizes, sounds and heads as domain/query has them now; a test compares them. PostgreSQL keeps 32 regular expressions
-- compiled, and those here take half a millisecond to compile: a product must not need more of them than are kept, or writing
-- it takes twenty times as long. So what replace() can do isn't done by one.

-- `литр` for `литра` and `литровый`: full names without their endings.
insert into measure_unit (alias, kind, factor) values
  ('миллиметр', 'mm', 1), ('millimeter', 'mm', 1), ('millimetre', 'mm', 1), ('сантиметр', 'mm', 10), ('centimeter', 'mm', 10),
  ('centimetre', 'mm', 10), ('метр', 'mm', 1000), ('meter', 'mm', 1000), ('metre', 'mm', 1000),
  ('мг', 'g', 0.001), ('mg', 'g', 0.001), ('миллиграмм', 'g', 0.001), ('milligram', 'g', 0.001), ('gr', 'g', 1), ('грамм', 'g', 1),
  ('gram', 'g', 1), ('gramm', 'g', 1), ('килограмм', 'g', 1000), ('kilogram', 'g', 1000),
  ('миллилитр', 'ml', 1), ('milliliter', 'ml', 1), ('millilitre', 'ml', 1), ('литр', 'ml', 1000), ('liter', 'ml', 1000), ('litre', 'ml', 1000),
  ('ватт', 'w', 1), ('watt', 'w', 1), ('киловатт', 'w', 1000), ('kilowatt', 'w', 1000),
  ('в', 'v', 1), ('v', 'v', 1), ('вольт', 'v', 1), ('volt', 'v', 1),
  ('мегабайт', 'mb', 1), ('megabyte', 'mb', 1), ('гигабайт', 'mb', 1000), ('gigabyte', 'mb', 1000),
  ('терабайт', 'mb', 1000000), ('terabyte', 'mb', 1000000), ('ач', 'mah', 1000), ('ah', 'mah', 1000),
  ('герц', 'hz', 1), ('hertz', 'hz', 1), ('люмен', 'lm', 1), ('lumen', 'lm', 1), ('pc', 'pcs', 1), ('piece', 'pcs', 1);

-- A text to be folded and read: of `1½` folding alone would make `11/2`.
create function part_fractions(given text) returns text language sql immutable strict parallel safe
  return replace(replace(replace(replace(replace(replace(replace(replace(replace(given,
           '¼', ' ¼'), '½', ' ½'), '¾', ' ¾'), '⅓', ' ⅓'), '⅔', ' ⅔'), '⅛', ' ⅛'), '⅜', ' ⅜'), '⅝', ' ⅝'), '⅞', ' ⅞');

-- Nothing but words, parted by spaces. `51x51` is two numbers, `children's` is `children`, `3-х` is `3`, `2в1` is `2 в 1`,
-- `18в` is `18 в`.
create function plain_text(folded text) returns text language sql immutable strict parallel safe
  return regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(folded,
           '(?<=[0-9])\s*[xх×*]\s*(?=[0-9])', ' × ', 'g'),
           '(?<=[[:alpha:]])[''’ʼ]s(?![[:alnum:]])', '', 'g'),
           '(?<![[:alnum:]])([0-9]+)-?(?:х|x|ти|ми|ый|ий|ой|й|ая|я|ое|е|го|st|nd|rd|th)(?![[:alnum:]])', '\1', 'g'),
           '(?<![[:alnum:]])([0-9]+)([[:alpha:]]{1,2})([0-9]+)(?![[:alnum:]])', '\1 \2 \3', 'g'),
           '(?<![[:alnum:]])([0-9]+)(?=[[:alpha:]])', '\1 ', 'g'),
           '[^[:alnum:]]+', ' ', 'g');

create or replace function measures_in(folded text) returns text[] language sql stable strict as $$
  select coalesce(array_agg(distinct unit.kind || ':' || trim_scale(round(value * unit.factor, 3))), '{}')
    from regexp_matches(folded,
           '(?<![[:alnum:].,/⁄])((?:[0-9]{1,3}(?: [0-9]{3})+(?![0-9]| (?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9]))|(?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9])|(?!(?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9]))[0-9]+(?:[.,][0-9]+)?)(?:\s*[xх×*/–—-]\s*(?:[0-9]{1,3}(?: [0-9]{3})+(?![0-9]| (?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9]))|(?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9])|(?!(?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9]))[0-9]+(?:[.,][0-9]+)?))*)(["″”“]|[''’′]{2}|\s*-?\s*(?:[мm]?[аa][\s·*.-]{0,2}[чh](?![[:alnum:]])|(?!(?:в|v)\s*-?\s*[0-9])[[:alpha:]]+(?![[:alnum:]])))',
           'g') as found,
         lateral (select case when left(found[2], 1) in ('"', '″', '”', '“', '''', '’', '′') then '"'
                              else translate(found[2], e' \t\n\r·*.-', '') end as word) as written,
         lateral (select kind, factor
                    from unnest(array[word, case when word like '____%s' then left(word, -1) end, case when word like '____%es' then left(word, -2) end,
                           regexp_replace(word, '^([а-я]{4,}?)(?:(?:ов|н)(?:ый|ая|ое|ые|ого|ой|ому|ым|ых|ую|ыми)|ами|ов|ах|ам|ом|а|у|ы|е|и)$', '\1')])
                           with ordinality as may (be, place)
                    join measure_unit on alias = be order by place limit 1) as unit,
         regexp_matches(found[1], '([0-9]{1,3}(?: [0-9]{3})+(?![0-9]| (?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9]))|(?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9])|(?!(?:[0-9]+ )?[0-9]{1,2}[/⁄](?:2|3|4|8|16|32)(?![0-9/⁄]|[.,][0-9]))[0-9]+(?:[.,][0-9]+)?)', 'g') as amount,
         -- fold() writes `⁄` as `/`.
         lateral (select split_part(amount[1], '/', 1) as upper, nullif(split_part(amount[1], '/', 2), '')::numeric as lower) as parts,
         lateral (select case when upper like '% %' then split_part(upper, ' ', 1)::numeric end as whole, split_part(upper, ' ', -1) as top) as fraction,
         lateral unnest(case
           when lower is null then array[replace(replace(amount[1], ' ', ''), ',', '.')::numeric]
           when unit.kind <> 'mb' and top::numeric < lower then array[coalesce(whole, 0) + top::numeric / lower]
           else array_remove(array[whole, top::numeric, lower], null) end) as value
$$;

-- As in 0020, and: `yo` is `ё`, which is folded to `е`, as `o` after `ч` and the like is; `lustra` is `lyustra`.
create or replace function sound(folded text) returns text language sql immutable strict parallel safe
  return substring(regexp_replace(regexp_replace(
           replace(replace(replace(replace(regexp_replace(
             translate(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
               translate(replace(replace(replace(replace(replace(replace(replace(replace(substring(folded from '^[a-zа-я]{3,}$'),
                 'ж', 'zh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'sh'), 'ю', 'iu'), 'я', 'ia'), 'х', 'h'),
                 'абвгдезийклмнопрстуфыэъь', 'abvgdeziiklmnoprstufie'),
               'shch', 'sh'), 'sch', 'sh'), 'kh', 'h'), 'ph', 'f'), 'ck', 'k'), 'tz', 'ts'), 'ch', '^'), 'c', 'k'), '^', 'ch'), 'x', 'ks'),
               'qwyj', 'kvii'),
             '(.)\1+', '\1', 'g'), 'io', 'e'), 'cho', 'che'), 'sho', 'she'), 'zho', 'zhe'),
           '(?<=[^aeiou])i(?=[ua])', '', 'g'), '(.)\1+', '\1', 'g'), '^(.{3,}?)[aeiou]*$');

-- As in 0020, and: a number before the thing is no part of it (`3-местный диван`, `26" велосипед`), nor are words with digits;
-- of English names with a number of their own the word before it may be the thing, too (`apple iphone 15 pro`).
create or replace function head_of(folded text) returns text language sql immutable strict parallel safe as $$
  select case when folded ~ '[а-я]'
    then array_to_string(words_in((regexp_split_to_array(begun, '[«<"„“(,;:/]|[a-zа-я]*[0-9]|(?<![а-я])(?:с|со|для|из|на|под|от|без|к|по|в|во|и|или)(?![а-я])'))[1]), ' ')
    else (select coalesce(string_agg(word, ' ' order by first), '')
            from (select word, min(2 * place + side) as first
                    from (select part, place from string_to_table(translate(begun, ';:', ',,'), ',') with ordinality as split (part, place)
                           where part !~ '^\s*[0-9]+(?:[.,][0-9]+)?(?![0-9]|-?[a-z])' order by place limit 2) as named,
                         lateral (select (regexp_split_to_array(part, '[«<("“/]|(?<![a-z0-9-])(?:with|w|for|of|and|in|on|to|from|without|or)(?![a-z0-9-])'))[1] as name) as cut,
                         lateral (values (0, (regexp_split_to_array(name, '(?<![a-z0-9.,-])[0-9]+(?:[.,][0-9]+)?(?![a-z0-9.,-])'))[1]), (1, name)) as sides (side, text),
                         lateral (select word from string_to_table(plain_text(text), ' ') with ordinality as one (word, at)
                                   where word <> '' and word !~ '[0-9]' order by at desc limit 1) as last
                   group by word) as heads) end
    from (select regexp_replace(trim(folded),
            '^(?:[a-zа-я]*[0-9][^a-zа-я«„]*(?:(?:мм|см|м|мл|л|г|кг|вт|в|шт|mm|cm|m|ml|l|g|kg|w|v|in|pcs)(?![a-zа-я0-9])[^a-zа-я0-9«„]*)?)+', '') as begun) as name
$$;

-- As in 0060, of plain texts; `+` marks articles and models, whole, and the words of an article number, too.
create or replace function searchable(p product, out search tsvector, out attribute_values text[], out search_text text)
  language plpgsql stable as $$
declare
  -- Not p.categories: a generated column has no value yet in a before trigger.
  belongs text := fold(concat_ws(' ',
    (select name from brand where slug = p.brand_slug),
    (select string_agg(concat_ws(' ', name_ru, name_en), ' ') from category
      where path = any (category_closure(array_prepend(p.category_path, p.other_categories))))));
  attribute_texts text := fold(part_fractions(coalesce((
    select string_agg(case jsonb_typeof(one -> 'value')
                        when 'object' then concat_ws(' ', one #>> '{value,ru}', one #>> '{value,en}')
                        when 'number' then concat_ws(' ', one ->> 'value', one ->> 'unit')
                      end, ' ; ')
      from jsonb_array_elements(p.attributes) as one), '')));
  name_ru text := fold(part_fractions(p.name_ru));
  name_en text := fold(part_fractions(p.name_en));
  names text := name_ru || ' ; ' || name_en;
  sku text := fold(p.sku);
  sku_words text[] := words_in(sku);
  plain_names text := plain_text(names);
  plain_belongs text := plain_text(belongs);
  words_ru text[] := string_to_array(btrim(plain_text(name_ru)), ' ');
  words_en text[] := string_to_array(btrim(plain_text(name_en)), ' ');
  -- Each made once and kept: in one query conditions on a tag would have it made again for each of them.
  sounds text[] := array(select sound(word) from (select distinct unnest(words_ru || words_en || string_to_array(btrim(plain_belongs), ' ')) as word) as words);
  codes text[] := models_in(name_ru) || models_in(name_en) || array_to_string(sku_words, '');
  joined text[] := array(select word || next from (select word, next from unnest(words_ru, words_ru[2:]) as pair (word, next) union all
                                                   select word, next from unnest(words_en, words_en[2:]) as pair (word, next)) as pairs
                          where word ~ '^[[:alpha:]]+$' and next ~ '^[[:alpha:]]+$');
  measures text[] := measures_in(names || ' ; ' || attribute_texts);
  tags text[] := array(
    select distinct sign || tag
      from (select '~', unnest(sounds) union all select '=', unnest(measures) union all select '+', unnest(joined || codes || sku_words || string_to_array(btrim(plain_text(sku)), ' '))
            union all select '#', unnest(codes)) as all_tags (sign, tag)
     where tag <> '' and length(tag) < 100);
begin
  search :=
    setweight(to_tsvector('russian', concat_ws(' ; ', head_of(name_ru), head_of(name_en))), 'A') ||
    setweight(to_tsvector('simple', array_to_string(sku_words, ' ')), 'A') ||
    setweight(to_tsvector('russian', plain_names), 'B') ||
    setweight(to_tsvector('russian', plain_belongs || ' ' || plain_text(attribute_texts)), 'C') ||
    setweight(to_tsvector('russian', plain_text(fold(part_fractions(concat_ws(' ', p.description_ru, p.description_en))))), 'D') ||
    array_to_tsvector(tags);
  attribute_values := array(
    select distinct (one ->> 'key') || '=' || case when jsonb_typeof(one -> 'value') = 'object' then fold(text.value) else one ->> 'value' end
      from jsonb_array_elements(p.attributes) as one
      left join lateral jsonb_each_text(case when jsonb_typeof(one -> 'value') = 'object' then one -> 'value' end) as text on true
     where jsonb_typeof(one -> 'value') in ('object', 'boolean'));
  search_text := concat_ws(' ', fold(p.name_ru), fold(p.name_en), belongs, sku);
end $$;

-- Words of the shop that begin nearly so.
create function similar_beginnings(given text) returns setof text
  language sql stable set pg_trgm.word_similarity_threshold = 0.3 as $$
  select word from search_word
   where given <% word and length(given) >= 4 and length(word) >= length(given) and left(word, 1) = left(given, 1)
   order by similarity(left(word, length(given)), given) desc, word limit 40
$$;
