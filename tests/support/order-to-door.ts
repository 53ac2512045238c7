import { expect } from 'vitest'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { eventually } from './eventually.ts'
import type { Item, PlacedOrder, Shopper } from './shopper.ts'

/** What a story of an order needs to know of the shop it happens in, wherever that runs. */
export interface Surroundings {
  shopper: Shopper
  /** The texts that this phone has got. */
  texts(phone: string): Promise<string[]>
  /** Has the couriers bring the order with this number; answers how many stops they delivered. */
  deliver(orderNumber: string): Promise<number>
}

/** An order is placed, followed, and brought; each step is told by a text. */
export const orderToDoor = async (
  { shopper, texts, deliver }: Surroundings,
  lines: Item[],
): Promise<AcknowledgedOrder & PlacedOrder> => {
  const order = await shopper.order(lines)
  expect(order.status).toBe('placed')

  const read = async () => (await shopper.readOrder(order.orderId, order.trackingToken)).body
  await eventually('a courier is assigned', async () => (await read()).status === 'scheduled')
  await eventually('two texts', async () => (await texts(order.phone)).length === 2)
  const first = await texts(order.phone)
  expect(first.every((body) => body.includes(order.number))).toBe(true)
  expect(first.some((body) => /\/t\/[\w-]{44}/.test(body))).toBe(true)

  const tracking = await shopper.tracking(order.trackingToken)
  expect(tracking.body).toMatchObject({ status: 'assigned', courier: { firstName: expect.any(String) } })

  expect(await deliver(order.number)).toBe(1)
  await eventually('the order is delivered', async () => (await read()).status === 'delivered')
  await eventually('five texts', async () => (await texts(order.phone)).length === 5)
  expect((await read()).history.map(({ status }) => status)).toEqual([
    'placed',
    'confirmed',
    'scheduled',
    'out_for_delivery',
    'delivered',
  ])
  return order
}
