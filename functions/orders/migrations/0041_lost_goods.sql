-- Goods may be lost on the road: their order is cancelled for it, and nobody waits for them to come back.
-- Orders of before are looked at by the next migration: they can go on changing meanwhile.
alter table orders
  drop constraint orders_cancel_reason_check,
  add constraint orders_cancel_reason_check
    check (cancel_reason in ('out_of_stock', 'shopper', 'operator', 'delivery_failed', 'lost')) not valid,
  drop constraint orders_goods_check,
  -- lost: written off; they may still turn up.
  add constraint orders_goods_check check (goods in ('in_shop', 'out', 'back', 'lost')) not valid,
  add constraint orders_lost_check check (goods <> 'lost' or status = 'cancelled') not valid;
