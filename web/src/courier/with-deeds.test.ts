import { expect, it } from 'vitest'
import type { CourierDay } from '../api/answers.ts'
import type { Deed } from './deed.ts'
import { withDeeds } from './with-deeds.ts'

type Statuses = ('assigned' | 'handed_over' | 'departed' | 'delivered' | 'failed' | 'cancelled')[]
const day = (status: 'planned' | 'departed', stops: Statuses) =>
  ({
    courier: { id: 'c-1', firstName: 'Илья' },
    duty: { onDuty: false, startedAt: null, endedAt: null },
    route: { id: 'r-1', status, stops: stops.map((one, index) => ({ id: `s-${index}`, status: one })) },
  }) as unknown as CourierDay
const deed = (over: object): Deed =>
  ({ id: 'd', courierId: 'c-1', happenedAt: '2026-11-28T12:00:00Z', about: '', ...over }) as Deed
const statusesOf = ({ route }: CourierDay) => [route?.status, ...(route?.stops.map(({ status }) => status) ?? [])]

it('shows what was done and is not with the shop yet', () => {
  const done = [
    deed({ kind: 'duty', onDuty: true }),
    deed({ kind: 'handed-over', stopId: 's-0' }),
    deed({ kind: 'depart', routeId: 'r-1' }),
    deed({ kind: 'delivered', stopId: 's-0', proof: { kind: 'note', note: 'x' } }),
    deed({ kind: 'failed', stopId: 's-1', reason: 'refused', comment: '' }),
  ]
  const shown = withDeeds(day('planned', ['assigned', 'assigned', 'cancelled']), done)
  expect(statusesOf(shown)).toEqual(['departed', 'delivered', 'failed', 'cancelled'])
  expect(shown.duty.onDuty).toBe(true)
  // The shop has heard all of it meanwhile: nothing changes.
  expect(statusesOf(withDeeds(shown, done))).toEqual(statusesOf(shown))
})

it('believes the shop of what it refused, of other trips and of other couriers', () => {
  const known = day('departed', ['departed', 'cancelled'])
  const others = [
    deed({ kind: 'delivered', stopId: 's-0', refusal: { code: 'wrong_code', deliveryStatus: '' } }),
    deed({ kind: 'delivered', stopId: 's-0', courierId: 'c-2' }),
    deed({ kind: 'delivered', stopId: 's-1' }),
    deed({ kind: 'depart', routeId: 'r-0' }),
  ]
  expect(statusesOf(withDeeds(known, others))).toEqual(['departed', 'departed', 'cancelled'])
})
