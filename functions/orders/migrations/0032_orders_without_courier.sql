-- What somebody has to look at: an order that waits for a courier too long, or that nobody tries again.
create index orders_to_deliver on orders (placed_at desc, serial desc) where status in ('confirmed', 'delivery_failed');
