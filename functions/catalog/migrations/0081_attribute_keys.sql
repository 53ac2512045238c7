-- Whether a product has an attribute at all is asked while the attribute is locked, and products are waiting to be written with it.
create function attribute_keys(attributes jsonb) returns text[] language sql immutable strict parallel safe
  return (select coalesce(array_agg(distinct one ->> 'key'), '{}') from jsonb_array_elements(attributes) as one);

create index product_attribute_keys on product using gin (attribute_keys(attributes));

-- Of a key that no product has, nothing is known but that most keys are common: PostgreSQL would read all products, hoping to
-- come upon one soon.
create function attribute_used(key text) returns boolean language sql stable set enable_seqscan = off as $$
  select exists (select from product where attribute_keys(attributes) @> array[key] and deleted_at is null)
$$;
