-- A category keeps its identity when its path changes; every path it ever had leads to it.
alter table category
  add column id         uuid        not null default uuidv7(),
  add column revision   bigint      not null default 1,
  add column updated_at timestamptz not null default now(),
  add constraint category_id_key unique (id);

create table category_address (
  path        text primary key,
  category_id uuid not null references category (id) on delete cascade
);
create index category_address_category on category_address (category_id);
insert into category_address (path, category_id) select path, id from category;

-- Raised as a unique violation of `category_address_pkey`: the path is, or was, another category's.
create function category_placed() returns trigger language plpgsql as $$
begin
  insert into category_address as known (path, category_id) values (new.path, new.id)
  on conflict (path) do update set category_id = excluded.category_id where known.category_id = excluded.category_id;
  if not found then
    raise unique_violation using constraint = 'category_address_pkey', table = 'category_address',
      message = 'the path of another category', detail = format('%s is or was the path of another category', new.path);
  end if;
  return null;
end $$;
create trigger category_placed after insert or update of path on category
  for each row execute function category_placed();

create function category_written() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  new.updated_at := now();
  return new;
end $$;
create trigger category_written before update on category for each row
  when ((new.path, new.name_ru, new.name_en) is distinct from (old.path, old.name_ru, old.name_en))
  execute function category_written();

-- Where a path leads today: what lies below a category that moved went along. A path that never was one stays as it is.
create function current_category(given text) returns text language sql stable strict parallel safe
begin atomic
  select coalesce((select c.path || substr(given, length(a.path) + 1)
                     from unnest(category_ancestry(given)) as prefix
                     join category_address as a on a.path = prefix
                     join category as c on c.id = a.category_id
                    order by length(a.path) desc limit 1), given);
end;

alter table brand add column revision bigint not null default 1;
alter table attribute add column revision bigint not null default 1;

create function entry_written() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;
create trigger brand_written before update on brand for each row when (new is distinct from old)
  execute function entry_written();
create trigger attribute_written before update on attribute for each row when (new is distinct from old)
  execute function entry_written();

-- Which attributes are offered as filters, set per category and inherited by those below until they say otherwise.
create table category_facet (
  category_id   uuid    not null references category (id) on delete cascade,
  attribute_key text    not null references attribute (key) on delete cascade,
  shown         boolean not null default true,
  position      integer not null default 0,
  primary key (category_id, attribute_key)
);
create index category_facet_attribute on category_facet (attribute_key);

-- The filters of a category as they are in force, with where each was set: the nearest says.
create function category_facets(of_path text)
returns table (attribute_key text, shown boolean, "position" integer, set_at text) language sql stable parallel safe
begin atomic
  select distinct on (f.attribute_key) f.attribute_key, f.shown, f.position, c.path
    from category as c join category_facet as f on f.category_id = c.id
   where c.path = any (category_ancestry(of_path))
   order by f.attribute_key, length(c.path) desc;
end;

-- Products that have yet to follow a change of their category or brand, a batch a transaction.
--   moved    the category's path changed: `key` is the old one
--   renamed  the category's names changed: `key` is its path
--   brand    the brand's name changed: `key` is its slug
create table follow_up (
  id         uuid        primary key default uuidv7(),
  kind       text        not null check (kind in ('moved', 'renamed', 'brand')),
  key        text        not null,
  -- The last product that was taken along.
  after_id   uuid,
  created_at timestamptz not null default now()
);
