import { randomUUID } from 'node:crypto'
import { contextFrom, currentContext, withContext } from '@korob/platform/context'
import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { beforeEach, describe, expect, it } from 'vitest'
import { reapKeys } from '../../functions/backend/actions/resume-checkouts.ts'
import { readCheckoutTrail } from '../../functions/backend/store/trail.ts'
import { withBackend } from './support/backend.ts'
import { aCheckout, keyRow, leasesEnd, World } from './support/world.ts'

// The titles follow https://github.com/brandur/rocket-rides-atomic/blob/master/spec/api_spec.rb where it has them.

let world: World

withBackend()
beforeEach(async () => {
  world = new World()
  await database.run(sql`delete from idempotency_keys`)
})

describe('idempotency keys and recovery', () => {
  it('passes for keys that are new', async () => {
    const key = randomUUID()
    expect(await world.order(key, aCheckout())).toMatchObject({ kind: 'answer', status: 201, replayed: false })
    expect(world.services.orders.size).toBe(1)
    expect(await keyRow(key)).toMatchObject({ point: 'finished', attempt: 1, status: 201 })
  })

  // A duplicate that is answered by a constant leaves its client without the order.
  it('returns the stored answer, byte for byte', async () => {
    const key = randomUUID()
    const body = aCheckout()
    const first = await world.order(key, body)
    world.services.priceMinor = 1
    expect(await world.order(key, body)).toEqual({ ...first, replayed: true })
    expect(world.services.orders.size).toBe(1)
  })

  it('returns the stored refusal, byte for byte, also when it would go well now', async () => {
    const key = randomUUID()
    const body = aCheckout({ expectedTotalMinor: 1 })
    const first = await world.order(key, body)
    expect(first).toMatchObject({ status: 409 })
    world.services.priceMinor = 0
    world.services.fee = { feeMinor: 1, freeFromMinor: null, weightSteps: [] }
    expect(await world.order(key, body)).toEqual({ ...first, replayed: true })
    expect(world.services.orders.size).toBe(0)
  })

  it('forgets the address and the phone with the answer', async () => {
    const key = randomUUID()
    await world.order(key, aCheckout())
    expect((await keyRow(key)).request).toBeNull()
  })

  it('takes a body with its members in another order for the same', async () => {
    const key = randomUUID()
    const body = aCheckout()
    await world.order(key, body)
    const turned = Object.fromEntries(Object.entries(body).toReversed()) as typeof body
    expect(await world.order(key, turned)).toMatchObject({ status: 201, replayed: true })
  })

  it('errors on mismatched request parameters', async () => {
    const key = randomUUID()
    const body = aCheckout()
    await world.order(key, body)
    const other = { ...body, slotId: 'evening' }
    expect(await world.order(key, other)).toEqual({ kind: 'problem', code: 'key_reused', retryAfterSeconds: undefined })
    expect(world.services.orders.size).toBe(1)
  })

  it('errors on another body also while the first is being worked on', async () => {
    const key = randomUUID()
    const body = aCheckout()
    await world.order(key, body, [{ step: 'reserve', when: 'before', kind: 'crash' }])
    await leasesEnd()
    expect(await world.order(key, { ...body, slotId: 'evening' })).toMatchObject({ code: 'key_reused' })
  })

  it('errors on keys that are locked by a running try, and says when to come again', async () => {
    const key = randomUUID()
    const body = aCheckout()
    await world.order(key, body, [{ step: 'create', when: 'before', kind: 'crash' }])
    const seen = await world.order(key, body)
    expect(seen).toMatchObject({ kind: 'problem', code: 'in_progress' })
    expect(seen.kind === 'problem' && seen.retryAfterSeconds).toSatisfy((seconds) => seconds > 50 && seconds <= 60)
  })

  it('passes for keys with a stale lease', async () => {
    const key = randomUUID()
    const body = aCheckout()
    await world.order(key, body, [{ step: 'create', when: 'before', kind: 'crash' }])
    await leasesEnd()
    expect(await world.order(key, body)).toMatchObject({ status: 201 })
    expect(await keyRow(key)).toMatchObject({ point: 'finished', attempt: 2 })
    expect(world.services.orders.size).toBe(1)
  })

  it('keeps the same key of two carts apart', async () => {
    const key = randomUUID()
    await world.order(key, aCheckout())
    await world.order(key, aCheckout())
    expect(world.services.orders.size).toBe(2)
  })

  // Duplicate orders: https://github.com/medusajs/medusa/issues/4798, https://github.com/medusajs/medusa/issues/13301.
  it('makes one order of twenty posts at once', async () => {
    const key = randomUUID()
    const body = aCheckout()
    const seen = await Promise.all(Array.from({ length: 20 }, () => world.order(key, body)))
    const last = await world.order(key, body)
    for (const one of seen)
      if (one.kind === 'answer') expect(one.text).toBe(last.kind === 'answer' && last.text)
      else expect(one).toMatchObject({ code: 'in_progress' })
    expect(seen.some(({ kind }) => kind === 'answer')).toBe(true)
    expect(world.services.orders.size).toBe(1)
    expect(world.services.stray).toBe(0)
  })

  it('makes one order of many posts at once on a key with a stale lease', async () => {
    const key = randomUUID()
    const body = aCheckout()
    await world.order(key, body, [{ step: 'create', when: 'after', kind: 'crash' }])
    await leasesEnd()
    await Promise.all(Array.from({ length: 10 }, () => world.order(key, body)))
    expect(await world.order(key, body)).toMatchObject({ status: 201, replayed: true })
    expect(world.services.orders.size).toBe(1)
    expect((await keyRow(key)).attempt).toBe(2)
  })
})

describe('the completer', () => {
  it('finishes a checkout that crashed and whose client never came back', async () => {
    const key = randomUUID()
    const body = aCheckout()
    await world.order(key, body, [{ step: 'create', when: 'before', kind: 'crash' }])
    await leasesEnd()
    expect(await world.resume()).toBe(1)
    expect(await world.order(key, body)).toMatchObject({ status: 201, replayed: true })
    expect(world.services.orders.size).toBe(1)
  })

  it('goes on under the id of the request that began it, and its trail has the orders that earlier tries meant', async () => {
    const [key, correlationId] = [randomUUID(), randomUUID()]
    const crash = { step: 'create', when: 'before', kind: 'crash' } as const
    await withContext(contextFrom(correlationId), () => world.order(key, aCheckout(), [crash]))
    const { orderId: earlier } = await keyRow(key)
    await leasesEnd()
    const seen: string[] = []
    const { services } = world
    const connect = services.connect.bind(services)
    services.connect = (ownKey) => {
      const connected = connect(ownKey)
      return {
        ...connected,
        create: (order, limitMs) => {
          seen.push(currentContext().correlationId)
          return connected.create(order, limitMs)
        },
      }
    }
    expect(await world.resume()).toBe(1)
    expect(seen).toEqual([correlationId])
    const { orderId } = await keyRow(key)
    const trail = [
      {
        kind: 'checkout',
        what: 'finished',
        at: expect.any(String),
        correlationId,
        details: { orderId, attempts: 2, status: 201, earlierOrderIds: [earlier] },
      },
    ]
    for (const query of [{ orderId }, { orderId: earlier }, { correlationId }])
      expect(await readCheckoutTrail(query)).toEqual(trail)
  })

  it('leaves those alone that still run, that wait for their client, and that are old', async () => {
    const [running, waiting, old] = [randomUUID(), randomUUID(), randomUUID()]
    const crash = { step: 'reserve', when: 'before', kind: 'crash' } as const
    await world.order(old, aCheckout(), [{ ...crash }])
    await database.run(sql`update idempotency_keys set created_at = now() - interval '16 minutes' where key = ${old}`)
    await leasesEnd()
    const lost = () => ({ step: 'reserve', when: 'before', kind: 'lost' }) as const
    await world.order(waiting, aCheckout(), [lost(), lost(), lost()])
    await world.order(running, aCheckout(), [{ ...crash }])
    expect(await world.resume()).toBe(0)
    expect(await keyRow(running)).toMatchObject({ point: 'started', attempt: 1 })
    expect(await keyRow(waiting)).toMatchObject({ point: 'waiting', attempt: 1 })
    expect(await keyRow(old)).toMatchObject({ point: 'started', attempt: 1 })
  })

  it('shares the work with another that runs at the same time', async () => {
    world.services.pieces = 20
    const keys = Array.from({ length: 8 }, () => randomUUID())
    for (const key of keys) await world.order(key, aCheckout(), [{ step: 'create', when: 'before', kind: 'crash' }])
    await leasesEnd()
    const resumed = await Promise.all([world.resume(), world.resume(), world.resume()])
    expect(resumed.reduce((sum, one) => sum + one, 0)).toBe(8)
    for (const key of keys) expect(await keyRow(key)).toMatchObject({ status: 201, attempt: 2 })
    expect(world.services.orders.size).toBe(8)
  })
})

describe('the reaper', () => {
  it('forgets keys after three days, and none that is being worked on', async () => {
    const [finished, fresh, running] = [randomUUID(), randomUUID(), randomUUID()]
    await world.order(finished, aCheckout())
    await world.order(fresh, aCheckout())
    await world.order(running, aCheckout(), [{ step: 'reserve', when: 'before', kind: 'crash' }])
    await database.run(sql`
      update idempotency_keys set created_at = now() - interval '73 hours' where key = any(${[finished, running]})`)
    await reapKeys()
    await expect(keyRow(finished)).rejects.toThrow()
    expect(await keyRow(fresh)).toBeDefined()
    expect(await keyRow(running)).toBeDefined()
  })
})
