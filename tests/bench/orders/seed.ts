import type pg from 'pg'

/**
 * Fills orders' own tables with a history of a shop: two lines and three to five entries each, placed evenly over three
 * years up to now. The same number gives the same orders, but for the time of day it is run at.
 */
export const seedOrders = async (client: pg.Client, count: number): Promise<void> => {
  await client.query('set search_path = orders')
  await client.query(
    `create temporary table seed as
    select n, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id,
           now() - interval '3 years' * (1 - n::float8 / $1::integer) as placed_at,
           case when n > $1::integer - 200 then (array['placed', 'confirmed', 'scheduled', 'out_for_delivery'])[1 + n % 4]
                when n % 1000 = 7 then 'delivery_failed'
                when n % 20 = 3 then 'cancelled'
                else 'delivered' end as status
      from generate_series(1, $1::integer) as n`,
    [count],
  )
  await client.query(`insert into order_claims (order_id, fate) select id, 'placed' from seed`)
  // Which looks for each order's owner, and keeps a lock for each until all are written.
  await client.query('alter table orders disable trigger orders_find_owner')
  await client.query(`
    insert into orders (id, version, status, cancel_reason, attempt, account_id, cart_id, contact, language, address, slot,
                        items_minor, delivery_fee_minor, total_minor, currency, payment_method, delivery, placed_at,
                        payment_state, goods)
    select id, 3, status, case when status = 'cancelled' then 'shopper' end, 1,
           case when n % 3 = 0 then ('01900000-0000-7000-9000-' || lpad(to_hex(n % 50000), 12, '0'))::uuid end, id,
           jsonb_build_object('name', 'Анна', 'phone', '+7916' || lpad((n % 200000)::text, 7, '0')), 'ru',
           '{"city": "Заречье", "street": "Садовая улица", "house": "12", "location": {"lat": 57.37, "lon": 41.07}}'::jsonb,
           jsonb_build_object('id', to_char(placed_at + interval '1 day', 'YYYYMMDD') || '-' || 10 + n % 6 * 2, 'state', 'held'),
           200000, 20000, 220000, 'RUB', case when n % 2 = 0 then 'cash' else 'card' end,
           case when status <> 'cancelled' and status not in ('placed', 'confirmed') then
             jsonb_build_object('courier', jsonb_build_object(
               'id', '01900000-0000-7000-8000-' || lpad((1 + n % 40)::text, 12, '0'), 'firstName', 'Илья')) end,
           placed_at,
           case when status = 'delivered' then 'paid' when status = 'cancelled' and n % 100 = 3 then 'paid' else 'due' end,
           case when status in ('delivered', 'delivery_failed', 'out_for_delivery') then 'out'
                when status = 'cancelled' and n % 200 = 3 then 'out' else 'in_shop' end
      from seed order by n`)
  await client.query('alter table orders enable trigger orders_find_owner')
  await client.query(`
    insert into order_lines (order_id, position, product_id, sku, name, quantity, price_minor, weight_grams)
    select id, line, ('01900000-0000-7000-a000-' || lpad(to_hex((n * line) % 100000), 12, '0'))::uuid, 'S-' || n % 100000,
           '{"ru": "Чайник", "en": "Kettle"}'::jsonb, 1, 100000, 900
      from seed cross join generate_series(1, 2) as line`)
  await client.query(`
    insert into order_history (order_id, version, status, actor, correlation_id, happened_at)
    select id, step, case step when 1 then 'placed' when 2 then 'confirmed' else status end, 'shopper', 'seed-' || n, placed_at
      from seed cross join generate_series(1, 3) as step`)
  await client.query('drop table seed')
  await client.query('vacuum analyze orders, order_lines, order_history, order_claims')
  await client.query('reset search_path')
}
