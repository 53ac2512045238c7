import type { TestShop } from '../../support/test-shop.ts'

/** The courier of an order sets off, and is two hours late by now; another says to have delivered it before. */
export const vanishOnTheRoad = async (shop: TestShop, orderId: string): Promise<void> => {
  const { rows } = await shop.db.query<{ routeId: string; courierId: string }>(
    `select route_id as "routeId", courier_id as "courierId" from delivery.delivery
       join delivery.stop on delivery_id = delivery.id join delivery.route on route.id = route_id
      where order_id = $1`,
    [orderId],
  )
  const { routeId, courierId } = rows[0]!
  const answer = await fetch(`${shop.apiUrl}/api/courier/routes/${routeId}/departed`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await shop.courierToken(courierId)}` },
  })
  if (answer.status !== 200) throw new Error(`departing: ${answer.status} ${await answer.text()}`)
  await shop.db.query(
    `update delivery.route set departed_at = now() - interval '5 hours', returns_at = now() - interval '2 hours' where id = $1`,
    [routeId],
  )
  await shop.db.query(
    `insert into delivery.refused_step (delivery_id, courier_id, stop_id, step, delivery_status, why, happened_at, proof_kind, proof_note)
     select delivery.id, courier.id, gen_random_uuid(), 'deliver', 'departed', 'moved', now() - interval '1 hour', 'note', 'Отдала соседке'
       from delivery.delivery, delivery.courier where order_id = $1 and courier.id <> $2 limit 1`,
    [orderId, courierId],
  )
}
