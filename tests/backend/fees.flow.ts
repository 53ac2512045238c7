import { afterEach, describe, expect, it, vi } from 'vitest'
import { knownFee, learnFee } from '../../functions/backend/calls/fees.ts'
import { writeFee } from '../../functions/backend/store/known-fees.ts'
import { withBackend } from './support/backend.ts'

withBackend()
afterEach(() => {
  vi.useRealTimers()
})

describe('the fee that is known', () => {
  const street = { city: 'Казань', street: 'улица  Баумана' }
  const cheap = { feeMinor: 14_900, freeFromMinor: 300_000, weightSteps: [{ fromGrams: 30_000, extraMinor: 29_000 }] }
  const dear = { feeMinor: 39_900, freeFromMinor: null, weightSteps: [] }

  it('is that of the street, else of its city, however they are written', async () => {
    expect(await knownFee(street)).toBeUndefined()
    await writeFee({ city: 'казань', street: '' }, dear)
    expect(await knownFee(street)).toEqual(dear)
    await learnFee(street, cheap)
    expect(await knownFee({ city: 'КАЗАНЬ', street: 'Улица Баумана' })).toEqual(cheap)
    expect(await knownFee({ ...street, street: 'Кремлёвская' })).toEqual(dear)
  })

  it('follows delivery also where another environment has written an older one meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await learnFee(street, cheap)
    await writeFee({ city: 'казань', street: 'улица баумана' }, dear)
    vi.setSystemTime(Date.now() + 61_000)
    await learnFee(street, cheap)
    expect(await knownFee(street)).toEqual(cheap)
  })
})
