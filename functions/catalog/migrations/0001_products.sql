-- Letters without their marks, so that `ёлка` finds `елка` and `fargrik` finds `FÄRGRIK`. unaccent() itself is only
-- stable, because its dictionary could be edited; ours is the one that ships with PostgreSQL.
create function fold(value text) returns text
  language sql immutable strict parallel safe
  return lower(extensions.unaccent('extensions.unaccent', normalize(value, nfkc)));

create table category (
  path        text    primary key check (path ~ '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$' and length(path) <= 200),
  parent_path text    generated always as (nullif(regexp_replace(path, '/?[^/]+$', ''), '')) stored
                      references category (path) deferrable initially deferred,
  name_ru     text    not null check (name_ru <> ''),
  name_en     text    not null check (name_en <> ''),
  position    integer not null default 0
);

create index category_parent on category (parent_path);

-- The path itself and every path above it: a/b/c → {a, a/b, a/b/c}.
create function category_ancestry(path text) returns text[]
  language sql immutable strict parallel safe
  return (select array_agg(array_to_string(parts[:depth], '/') order by depth)
            from string_to_array(path, '/') as parts, generate_series(1, cardinality(parts)) as depth);

-- All categories a product is found in, each once.
create function category_closure(paths text[]) returns text[]
  language sql immutable strict parallel safe
  return (select coalesce(array_agg(distinct one), '{}') from unnest(paths) as path, unnest(category_ancestry(path)) as one);

create table brand (
  slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
  name text not null check (name <> '')
);

create table attribute (
  key     text primary key check (key ~ '^[a-z][a-z0-9_]{0,59}$'),
  name_ru text not null check (name_ru <> ''),
  name_en text not null check (name_en <> ''),
  type    text not null check (type in ('text', 'number', 'boolean')),
  unit    text,
  check (unit is null or type = 'number')
);

create table product (
  id               uuid        primary key default uuidv7(),
  sku              text        not null unique check (sku ~ '^[^\s/]{1,64}$'),
  slug             text        not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 200),
  category_path    text        not null references category (path) on update cascade,
  -- A product may stand in more than one place of the shop; the first is where it belongs.
  other_categories text[]      not null default '{}',
  categories       text[]      generated always as (category_closure(array_prepend(category_path, other_categories))) stored,
  brand_slug       text        references brand (slug) on update cascade,
  name_ru          text        not null check (name_ru <> '' and length(name_ru) <= 300),
  name_en          text        not null check (name_en <> '' and length(name_en) <= 300),
  description_ru   text        not null default '',
  description_en   text        not null default '',
  price_minor      bigint      not null check (price_minor between 0 and 99999999999),
  old_price_minor  bigint      check (old_price_minor > price_minor),
  currency         text        not null default 'RUB' check (currency = 'RUB'),
  weight_grams     integer     not null default 0 check (weight_grams >= 0),
  -- [{"key": "width", "value": 80, "unit": "cm"}, {"key": "material", "value": {"ru": "сталь", "en": "steel"}}, …]
  attributes       jsonb       not null default '[]' check (jsonb_typeof(attributes) = 'array'),
  images           text[]      not null default '{}',
  published        boolean     not null default true,
  -- Tombstone: an order may still name the product, and the search index has to learn that it is gone.
  deleted_at       timestamptz,
  -- Counts edits of this row; an ETag is made of it.
  revision         bigint      not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  search           tsvector    not null default '',
  search_text      text        not null default ''
);

create index product_search on product using gin (search);
create index product_search_text on product using gin (search_text extensions.gin_trgm_ops);
create index product_categories on product using gin (categories);
create index product_brand on product (brand_slug);
create index product_price on product (price_minor, id);
create index product_created on product (created_at, id);

-- The search columns hold the names of brand and category too, so a generated column can't make them.
-- The configuration `russian` stems Latin words as English, so one vector serves both languages. The path is kept so that
-- whoever mends a row by hand needs no search_path for it.
create function product_written() returns trigger language plpgsql set search_path from current as $$
declare
  brand_name text := (select name from brand where slug = new.brand_slug);
  -- Not new.categories: a generated column has no value yet in a before trigger.
  category_names text := (
    select string_agg(concat_ws(' ', name_ru, name_en), ' ') from category
     where path = any (category_closure(array_prepend(new.category_path, new.other_categories))));
  attribute_texts text := (
    select string_agg(case jsonb_typeof(one -> 'value')
                        when 'object' then concat_ws(' ', one #>> '{value,ru}', one #>> '{value,en}')
                        when 'number' then concat_ws(' ', one ->> 'value', one ->> 'unit')
                      end, ' ')
      from jsonb_array_elements(new.attributes) as one);
  names text := fold(concat_ws(' ', new.name_ru, new.name_en));
begin
  new.search :=
    setweight(to_tsvector('russian', names), 'A') ||
    setweight(to_tsvector('simple', regexp_replace(fold(new.sku), '[^[:alnum:]]+', ' ', 'g')), 'A') ||
    setweight(to_tsvector('russian', fold(concat_ws(' ', brand_name, category_names))), 'B') ||
    setweight(to_tsvector('russian', fold(coalesce(attribute_texts, ''))), 'C') ||
    setweight(to_tsvector('russian', fold(concat_ws(' ', new.description_ru, new.description_en))), 'D');
  new.search_text := concat_ws(' ', names, fold(brand_name), fold(category_names), fold(new.sku));
  if tg_op = 'UPDATE' then
    new.revision := old.revision + 1;
    new.updated_at := now();
  end if;
  return new;
end $$;

create trigger product_written before insert or update on product for each row execute function product_written();

-- Products in whose names every word is found, spelled about so. The threshold is pg_trgm's own setting; a pooled
-- connection can't be set, a function can. The longest word goes through the index, the others check what it finds.
create function similar_products(words text[]) returns table (id uuid, score real)
  language plpgsql stable set pg_trgm.word_similarity_threshold = 0.45 as $$
declare
  rarest text := (select word from unnest(words) as word order by length(word) desc, word limit 1);
begin
  return query
    select p.id, (select min(word_similarity(word, p.search_text)) from unnest(words) as word)
      from product as p
     where rarest <% p.search_text
       and not exists (select from unnest(words) as word where not word <% p.search_text);
end $$;
