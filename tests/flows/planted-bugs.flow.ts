import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../auditor/audit.ts'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { alteredAssembly } from '../support/altered-assembly.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { eventually } from '../support/eventually.ts'
import { publishedEvents, sendAgain } from '../support/redelivery.ts'
import { shopperAt } from '../support/shopper.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

let altered: ReturnType<typeof alteredAssembly> | undefined
let planted: TestShop | undefined

afterEach(async () => {
  await planted?.stop()
  planted = undefined
  altered?.remove()
  altered = undefined
})

/** The shop with one fault in its platform layer. */
const plant = async (place: string, otherwise: string): Promise<TestShop> => {
  altered = alteredAssembly({
    files: 'asset.*/nodejs/node_modules/@korob/platform/**/*.js',
    place,
    otherwise,
    times: 1,
  })
  planted = await startTestShop({ assembly: altered.folder, withoutOpenSearch: true })
  return planted
}

const orderOne = async (at: TestShop) => {
  const shopper = shopperAt(at.apiUrl)
  const { items } = await shopper.search({ inStock: 'true', limit: '50' })
  const placed = await shopper.order([{ productId: items[0]?.id ?? '', quantity: 1 }])
  await eventually('a courier is assigned', async () => {
    const { body } = await shopper.readOrder(placed.orderId, placed.trackingToken)
    return body.status === 'scheduled'
  })
  return placed
}

/** The transaction that confirms an order fails at its very commit, once. */
const failOneCommit = (at: TestShop) =>
  at.db.query(`
    create sequence orders.failures;
    grant usage on sequence orders.failures to orders;
    create function orders.fail_once() returns trigger language plpgsql as $$
      begin if nextval('orders.failures') = 1 then raise exception 'crashed at commit'; end if; return null; end $$;
    create constraint trigger fail_once after insert on orders.order_history deferrable initially deferred
      for each row when (new.status = 'confirmed') execute function orders.fail_once()`)

/** The catalogue forgets to look whether it has sold to the order before. */
const sellAgain = async ({ db }: TestShop) => {
  const { rows } = await db.query<{ code: string }>(`select pg_get_functiondef('catalog.sell_stock'::regproc) as code`)
  const code = rows[0]?.code ?? ''
  const guard = `known.state in ('sold', 'rejected', 'cancelled', 'out')`
  if (!code.includes(guard)) throw new Error('the place to plant the fault was not found')
  const harmful = code.replace(guard, `known.state in ('rejected', 'cancelled', 'out')`)
  // Its body names the service's tables without their schema.
  await db.query(`begin; set local search_path = catalog, extensions; ${harmful}; commit`)
}

const orderOneTwice = async (at: TestShop) => {
  const placed = await orderOne(at)
  await sendAgain(at, await publishedEvents(at, placed.orderId))
  return placed
}

describe('the sound shop', () => {
  let at: TestShop
  const orders: AcknowledgedOrder[] = []

  beforeAll(async () => {
    at = await startTestShop({ withoutOpenSearch: true })
  })
  afterAll(() => at?.stop())

  test('passes, also when a commit fails', async () => {
    await failOneCommit(at)
    orders.push(await orderOne(at))
    expect(await auditAtRest(at, orders)).toEqual([])
  })

  // Effects are kept from doubling twice over: by the inbox, and by the state of what they change. Either alone is enough;
  // with both gone the auditor sees the goods leave twice (below).
  test('passes when every event comes twice, though its catalogue would sell to an order again', async () => {
    await sellAgain(at)
    orders.push(await orderOneTwice(at))
    expect(await auditAtRest(at, orders)).toEqual([])
  })

  test('what it holds for nobody is found', async () => {
    const hold = { orderId: randomUUID(), attempt: 1 }
    const { items } = orders[0] as AcknowledgedOrder
    await at.runner.invoke('catalogstock', { operation: 'reserve', input: { ...hold, cartId: randomUUID(), items } })
    expect(await audit(at.auditTargets, orders)).toMatchObject([{ rule: 'nothing is held for nobody' }])
    await at.runner.invoke('catalogstock', { operation: 'release', input: hold })
    expect(await auditAtRest(at, orders)).toEqual([])
  })

  // The last, since a text can't be taken back.
  test('a text that it sends twice is found', async () => {
    const placed = await orderOne(at)
    orders.push(placed)
    expect(await auditAtRest(at, orders)).toEqual([])
    const [text] = at.sms.inbox({ to: placed.phone }).messages
    await fetch(`${at.sms.url}/2010-04-01/Accounts/${at.sms.accountSid}/Messages.json`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${at.sms.accountSid}:${at.sms.authToken}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ To: placed.phone, From: '+15005550006', Body: text?.body ?? '' }),
    })
    const findings = await audit(at.auditTargets, orders)
    expect(findings).toMatchObject([{ rule: 'one text per event', detail: expect.stringContaining('a text too many') }])
  })
})

test('an event published before its change has committed is found', async () => {
  const at = await plant('await tx.run(outboxInsert(', 'await require("./database.js").database.run(outboxInsert(')
  await failOneCommit(at)
  const placed = await orderOne(at)
  await eventually('the auditor says so', async () => {
    await at.tick().catch(() => undefined)
    const findings = await audit(at.auditTargets, [placed])
    return findings.some(
      ({ rule, detail }) => rule.startsWith('an event for each change') && detail.includes('order.confirmed'),
    )
  })
})

test('a consumer that skips its inbox is found', async () => {
  const at = await plant('receive=async(tx,consumer,event)=>', 'receive=async(tx,consumer,event)=>tx?"new":')
  const placed = await orderOne(at)
  await eventually('the auditor says so', async () => {
    const findings = await audit(at.auditTargets, [placed])
    return findings.some(
      ({ rule, detail }) => rule === 'each event has its effect once' && detail.includes('0 receipts'),
    )
  })
})

test('an inbox that takes every event for new does no harm to sound effects, but doubles one that is not', async () => {
  const at = await plant(
    'receive=async(tx,consumer,event)=>await',
    'receive=async(tx,consumer,event)=>(await receipt(tx,consumer,event),"new"),receipt=async(tx,consumer,event)=>await',
  )
  const harmless = await orderOneTwice(at)
  expect(await auditAtRest(at, [harmless])).toEqual([])
  await sellAgain(at)
  const harmful = await orderOneTwice(at)
  await eventually('the auditor says so', async () => {
    const findings = await audit(at.auditTargets, [harmless, harmful])
    return findings.some(
      ({ rule, about, detail }) =>
        rule === 'stock adds up' && about === harmful.items[0]?.productId && detail.startsWith('counted'),
    )
  })
})
