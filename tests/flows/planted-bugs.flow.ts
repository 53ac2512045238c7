import { randomUUID } from 'node:crypto'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { audit } from '../auditor/audit.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { eventually } from '../support/eventually.ts'
import { required } from '../support/required.ts'
import { shopperAt } from '../support/shopper.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

const sound = required('TEST_ASSEMBLY')

let folder: string | undefined
let shop: TestShop | undefined

afterEach(async () => {
  await shop?.stop()
  shop = undefined
  if (folder) rmSync(folder, { recursive: true, force: true })
})

/** The shop with one fault in its platform layer. @throws unless the place is found once */
const plant = async (place: string, fault: string): Promise<TestShop> => {
  folder = mkdtempSync(join(tmpdir(), 'korob-planted-'))
  cpSync(sound, folder, { recursive: true })
  let planted = 0
  for (const name of globSync('asset.*/nodejs/node_modules/@korob/platform/**/*.js', { cwd: folder })) {
    const file = join(folder, name)
    const code = readFileSync(file, 'utf8')
    if (!code.includes(place)) continue
    planted += code.split(place).length - 1
    writeFileSync(
      file,
      code.replaceAll(place, () => fault),
    )
  }
  if (planted !== 1) throw new Error(`the place to plant the fault was found ${planted} times: ${place}`)
  shop = await startTestShop({ assembly: folder, withoutOpenSearch: true })
  return shop
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

test('the sound shop passes, also when a commit fails; what is then held for nobody is found', async () => {
  shop = await startTestShop({ withoutOpenSearch: true })
  await failOneCommit(shop)
  const placed = await orderOne(shop)
  expect(await auditAtRest(shop, [placed])).toEqual([])
  await shop.runner.invoke('catalogstock', {
    operation: 'reserve',
    input: { orderId: randomUUID(), attempt: 1, cartId: randomUUID(), items: placed.items },
  })
  expect(await audit(shop.auditTargets, [placed])).toMatchObject([{ rule: 'nothing is held for nobody' }])
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

test('a text sent twice is found', async () => {
  shop = await startTestShop({ withoutOpenSearch: true })
  const placed = await orderOne(shop)
  expect(await auditAtRest(shop, [placed])).toEqual([])
  const [text] = shop.sms.inbox({ to: placed.phone }).messages
  await fetch(`${shop.sms.url}/2010-04-01/Accounts/${shop.sms.accountSid}/Messages.json`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${shop.sms.accountSid}:${shop.sms.authToken}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ To: placed.phone, From: '+15005550006', Body: text?.body ?? '' }),
  })
  const findings = await audit(shop.auditTargets, [placed])
  expect(findings).toMatchObject([{ rule: 'one text per event', detail: expect.stringContaining('a text too many') }])
})
