import { expect, it } from 'vitest'
import type { CourierRoute } from '../api/answers.ts'
import type { Departure } from './outbox.ts'
import { addedOrders, planAsTaken } from './route-changes.ts'

const route = (numbers: readonly string[], over: object = {}) =>
  ({
    id: 'r-1',
    status: 'planned',
    planVersion: 5,
    stops: [
      ...numbers.map((orderNumber) => ({ orderNumber, status: 'assigned' })),
      { orderNumber: 'off', status: 'cancelled' },
    ],
    ...over,
  }) as unknown as CourierRoute
const departure = (orders?: string[]) =>
  ({ kind: 'depart', routeId: 'r-1', planVersion: 4, ...(orders && { orders }) }) as Departure

it('takes a trip in another order, or of fewer stops, for the one the courier set off with', () => {
  expect(planAsTaken(route(['b', 'a']), departure(['a', 'b']))).toBe(5)
  expect(planAsTaken(route(['a']), departure(['a', 'b']))).toBe(5)
})

it('leaves a trip to the courier to which something was added, or that is not theirs to begin any more', () => {
  expect(addedOrders(route(['a', 'c']), departure(['a']))).toEqual(['c'])
  for (const now of [
    route(['a', 'c']),
    route(['a'], { id: 'r-2' }),
    route(['a'], { status: 'departed' }),
    null,
    undefined,
  ])
    expect(planAsTaken(now, departure(['a']))).toBeUndefined()
  // Told by a page that didn't keep what it showed.
  expect(planAsTaken(route(['a']), departure())).toBeUndefined()
})
