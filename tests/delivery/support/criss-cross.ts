import type { DeliveryService } from './delivery-service.ts'

/** Four couriers drive criss-cross: each has every fourth order, in the order they came. */
export const crissCross = async (
  { db: { admin } }: DeliveryService,
  slotId: string,
  orderIds: readonly string[],
): Promise<void> => {
  await admin.query(
    `insert into delivery.route (id, courier_id, service_date, trip, returns_at)
     select gen_random_uuid(), courier.id, service_date, 1, ends_at from delivery.courier, delivery.slot
      where slot.id = $1 on conflict do nothing`,
    [slotId],
  )
  await admin.query(
    `with dealt as (
       select delivery.id, (number - 1) % 4 as hand, (number - 1) / 4 + 1 as position
         from unnest($1::uuid[]) with ordinality as listed (order_id, number) join delivery.delivery using (order_id)),
     hands as (select id, row_number() over (order by courier_id) - 1 as hand from delivery.route
                where status = 'planned' and service_date = (select service_date from delivery.slot where id = $2))
     update delivery.stop set route_id = hands.id, position = dealt.position
       from dealt join hands using (hand) where stop.delivery_id = dealt.id`,
    [orderIds, slotId],
  )
  await admin.query('update delivery.route set plan_version = plan_version + 1')
}
