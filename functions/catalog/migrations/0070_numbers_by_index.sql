-- What a filter by the numbers of an attribute is looked for by: steps of a quarter or so, by which numbers are told apart
-- roughly, as `width=43`. Which of these products have the very numbers is seen then. Numbers are in their attribute's unit:
-- product_written takes no other.

-- From -181 up to 181, never less for a greater number.
create function number_step(value numeric) returns integer language sql immutable strict parallel safe
  return sign(value)::integer * (31 + floor(10 * log(least(greatest(abs(value), 0.001), 1e15)::float8))::integer);

create function number_steps(attributes jsonb) returns text[] language sql immutable strict parallel safe
  return (select coalesce(array_agg(distinct (one ->> 'key') || '=' || number_step((one ->> 'value')::numeric)), '{}')
            from jsonb_array_elements(attributes) as one where jsonb_typeof(one -> 'value') = 'number');

create function number_steps_between(key text, low numeric, high numeric) returns text[] language sql immutable strict parallel safe
  return (select coalesce(array_agg(key || '=' || step), '{}') from generate_series(number_step(low), number_step(high)) as step);

create index product_number_steps on product using gin (number_steps(attributes));

-- An article as somebody types it.
create index product_sku_folded on product (fold(sku));
