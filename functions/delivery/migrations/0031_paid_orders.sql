-- Paid before they were brought. A table of its own, since the payment may be heard of before the order.
create table paid_order (
  order_id uuid        primary key,
  heard_at timestamptz not null default now()
);
