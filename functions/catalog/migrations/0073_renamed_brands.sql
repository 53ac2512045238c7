-- Since when a brand is called so. Its products follow in the search index one after another; until they all have, searches
-- take the names of brands that were renamed lately from here.
alter table brand add column renamed_at timestamptz;
create index brand_renamed on brand (renamed_at) where renamed_at is not null;

create function brand_renamed() returns trigger language plpgsql as $$
begin
  new.renamed_at := now();
  return new;
end $$;
create trigger brand_renamed before update on brand for each row when (new.name is distinct from old.name)
  execute function brand_renamed();
