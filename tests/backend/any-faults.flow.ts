import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { withBackend } from './support/backend.ts'
import { bodyOf, expectNothingLeft, orderUntilAnswered } from './support/client.ts'
import { steps } from './support/faults.ts'
import { aCheckout, World } from './support/world.ts'

// The checkout and its keys are the real ones, on PostgreSQL; catalogue, delivery and orders are a World in memory that keeps
// their promises, so that faults can be many and a crash is one of the code. The same crashes among the four real services,
// where processes die: tests/flows/checkout-crashes.flow.ts.
let world: World

withBackend()
beforeEach(() => {
  world = new World()
})

const moments = ['before', 'after'] as const

describe('with the other services stood in for, whatever fails, in whatever order', () => {
  const fault = fc.record({
    step: fc.constantFrom(...steps),
    when: fc.constantFrom(...moments),
    kind: fc.constantFrom('crash' as const, 'lost' as const),
  })

  it('a key gets one answer, and one order or none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 10 }),
        fc.constantFrom('morning', 'taken'),
        fc.constantFrom(320_000, 1),
        fc.integer({ min: 1, max: 3 }),
        async (faults, slotId, expectedTotalMinor, pieces) => {
          world = new World()
          world.services.pieces = pieces
          const left = faults.map((one) => ({ ...one }))
          const seen = await orderUntilAnswered(world, aCheckout({ slotId, expectedTotalMinor }), left)
          const placed = seen.kind === 'answer' && seen.status === 201
          expect([...world.services.orders.keys()]).toEqual(placed ? [bodyOf(seen).orderId] : [])
          expect(placed).toBe(slotId === 'morning' && expectedTotalMinor === 320_000 && pieces >= 2)
          // A release whose answer was lost may not have happened: then the reservation's own end does it.
          if (!faults.some(({ step, kind }) => step.startsWith('release') && kind === 'lost')) expectNothingLeft(world)
        },
      ),
      { numRuns: 150 },
    )
  })
})
