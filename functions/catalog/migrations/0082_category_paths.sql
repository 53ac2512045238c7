-- Every path under which a category's products may still be known, its own and those that it and the categories below it had
-- before: what was moved follows batch by batch.
create function category_paths(given text) returns text[] language sql stable strict parallel safe
  return (select array(
    select current_category(given)
    union
    select a.path from category as c join category_address as a on a.category_id = c.id
     where a.path <> c.path and (c.path = current_category(given) or starts_with(c.path, current_category(given) || '/'))));
