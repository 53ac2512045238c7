import { expect, test } from 'vitest'
import { sign } from './signature.ts'
import { call, send, simulator, webhook } from './test-kit.ts'

const settled = (gateway: { url: string }, status: string) =>
  fetch(`${gateway.url}/inbox.json?status=${status}&waitMs=60000`)

test('sent and delivered are reported, signed for the URL they are posted to', async () => {
  const gateway = await simulator()
  const hook = await webhook()
  const { sid } = await (await send(gateway, { StatusCallback: hook.url })).json()
  await hook.received(2)
  expect(hook.statuses().toSorted()).toEqual(['delivered', 'sent'])
  for (const { url, form, signature } of hook.callbacks) {
    expect(url).toBe(hook.url)
    expect(signature).toBe(sign(hook.url, form, gateway.authToken))
    expect(Object.fromEntries(form)).toMatchObject({
      AccountSid: gateway.accountSid,
      ApiVersion: '2010-04-01',
      MessageSid: sid,
      SmsSid: sid,
      SmsStatus: form.get('MessageStatus'),
      From: 'Korob',
      To: '+79161234567',
    })
    expect(form.has('ErrorCode')).toBe(false)
  }
})

test('an undelivered text says why, on the resource and in its receipt', async () => {
  const gateway = await simulator({ switches: { undeliveredRate: 1, undeliveredWith: 30005 } })
  const hook = await webhook()
  const { uri } = await (await send(gateway, { StatusCallback: hook.url })).json()
  await hook.received(2)
  const last = hook.callbacks.find(({ form }) => form.get('MessageStatus') === 'undelivered')
  expect(last?.form.get('ErrorCode')).toBe('30005')
  expect(await (await call(gateway, uri)).json()).toMatchObject({
    status: 'undelivered',
    error_code: 30005,
    error_message: 'Unknown destination handset',
  })
})

test('a text that outlives its validity in the queue fails with 30036', async () => {
  const gateway = await simulator({ switches: { queueDelayMs: 1050 } })
  const hook = await webhook()
  await send(gateway, { StatusCallback: hook.url, ValidityPeriod: '1' })
  await hook.received(1)
  expect(hook.callbacks[0]?.form.get('MessageStatus')).toBe('failed')
  expect(hook.callbacks[0]?.form.get('ErrorCode')).toBe('30036')
})

test('a receipt is tried again until the receiver takes it, with the same idempotency token', async () => {
  const gateway = await simulator({ switches: { receiptDelayMs: 60_000 } })
  const hook = await webhook((earlier) => (earlier < 2 ? 503 : 204))
  await send(gateway, { StatusCallback: hook.url })
  await hook.received(3)
  expect(hook.statuses()).toEqual(['sent', 'sent', 'sent'])
  expect(new Set(hook.callbacks.map(({ idempotencyToken }) => idempotencyToken)).size).toBe(1)
  await expect
    .poll(() => gateway.inbox().messages[0]?.receipts)
    .toEqual([{ status: 'sent', state: 'accepted', attempts: 3, lastResult: 'HTTP 204' }])
})

test('a receipt nobody takes is given up after its retries, and a refused one at once', async () => {
  const gateway = await simulator({ switches: { receiptDelayMs: 60_000 } })
  const broken = await webhook(() => 500)
  const strict = await webhook(() => 403)
  await send(gateway, { StatusCallback: broken.url })
  await send(gateway, { StatusCallback: strict.url })
  await Promise.all([broken.received(4), strict.received(1)])
  await expect
    .poll(() => gateway.inbox().messages.map(({ receipts }) => receipts))
    .toEqual([
      [{ status: 'sent', state: 'abandoned', attempts: 1, lastResult: 'HTTP 403' }],
      [{ status: 'sent', state: 'abandoned', attempts: 4, lastResult: 'HTTP 500' }],
    ])
})

test('a lost receipt is never posted, yet the resource tells the truth', async () => {
  const gateway = await simulator({ switches: { loseReceiptRate: 1 } })
  const hook = await webhook()
  await send(gateway, { StatusCallback: hook.url })
  await settled(gateway, 'delivered')
  expect(gateway.inbox().messages[0]).toMatchObject({ status: 'delivered', receipts: [] })
  expect(hook.callbacks).toEqual([])
})

test('receipts can come twice', async () => {
  const gateway = await simulator({ switches: { duplicateReceiptRate: 1 } })
  const hook = await webhook()
  await send(gateway, { StatusCallback: hook.url })
  await hook.received(4)
  expect(hook.statuses().toSorted()).toEqual(['delivered', 'delivered', 'sent', 'sent'])
})

test('receipts can come in the wrong order', async () => {
  const gateway = await simulator({ switches: { reorderReceiptRate: 1 } })
  const hook = await webhook()
  await send(gateway, { StatusCallback: hook.url })
  await hook.received(2)
  expect(hook.statuses()).toEqual(['delivered', 'sent'])
})
