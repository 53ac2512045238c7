alter table orders
  validate constraint orders_cancel_reason_check,
  validate constraint orders_goods_check,
  validate constraint orders_lost_check;
