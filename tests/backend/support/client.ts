import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Fault } from './faults.ts'
import { aCheckout, leasesEnd, type Seen, type World } from './world.ts'

export const bodyOf = (seen: Seen): { orderId: string; code: string; slot: { state: string } } => {
  if (seen.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(seen)}`)
  return JSON.parse(seen.text)
}

/** Orders as a stubborn client does: again and again, until there is an answer, and once more to see it replayed. */
export const orderUntilAnswered = async (
  world: World,
  body = aCheckout(),
  faults: Fault[] = [],
  key = randomUUID(),
): Promise<Seen> => {
  for (let tries = 0; tries < 20; tries++) {
    const seen = await world.order(key, body, faults)
    if (seen.kind === 'answer') {
      expect(await world.order(key, body)).toEqual({ ...seen, replayed: true })
      return seen
    }
    if (seen.kind === 'problem') expect(['unavailable', 'in_progress']).toContain(seen.code)
    await leasesEnd()
  }
  throw new Error('no answer after twenty tries')
}

/** No stock and no slot is kept for anything but orders. */
export const expectNothingLeft = ({ services }: World): void => {
  expect(services.stray).toBe(0)
  expect([...services.held].every((orderId) => services.orders.has(orderId))).toBe(true)
}
