-- Operators find products by parts of words, of which the search vector knows nothing.
create index product_search_text on product using gin (search_text extensions.gin_trgm_ops);

-- Whoever mends a row by hand has another search_path than the service; what triggers call must be found all the same.
do $$
declare
  name text;
begin
  for name in select proname from pg_proc where pronamespace = current_schema()::regnamespace and prorettype = 'trigger'::regtype
  loop
    execute format('alter function %I() set search_path from current', name);
  end loop;
end
$$;
