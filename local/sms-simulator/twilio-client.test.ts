import twilio from 'twilio'
import { expect, test } from 'vitest'
import { type Callback, simulator, temporaryFolder, webhook } from './test-kit.ts'

// Twilio's own client for Node, which knows nothing of the simulator but its address.

type Gateway = Awaited<ReturnType<typeof simulator>>

const clientOf = ({ url, accountSid, authToken }: Gateway, token = authToken) => {
  const httpClient = new twilio.RequestClient()
  const request = httpClient.request.bind(httpClient)
  httpClient.request = (options) => request({ ...options, uri: options.uri.replace('https://api.twilio.com', url) })
  return twilio(accountSid, token, { httpClient, lazyLoading: true })
}

const text = { to: '+79161234567', from: 'Korob', body: 'Курьер Анна приедет в 18:20 €' }

test('it sends, and reads back what the simulator made of the text', async () => {
  const gateway = await simulator()
  const client = clientOf(gateway)
  const sent = await client.messages.create(text)
  expect(sent).toMatchObject({
    ...text,
    status: 'queued',
    direction: 'outbound-api',
    errorCode: null,
    numSegments: '1',
  })
  expect(sent.dateCreated).toBeInstanceOf(Date)
  await fetch(`${gateway.url}/inbox.json?status=delivered&waitMs=60000`)
  const read = await client.messages(sent.sid).fetch()
  expect(read).toMatchObject({ sid: sent.sid, status: 'delivered', dateSent: expect.any(Date) })
})

test('it lists page by page, as far as there is something', async () => {
  const gateway = await simulator()
  const client = clientOf(gateway)
  for (const body of ['one', 'two', 'three']) await client.messages.create({ ...text, body })
  await client.messages.create({ ...text, to: '+79160000000' })
  const listed = await client.messages.list({ to: text.to, pageSize: 2 })
  expect(listed.map(({ body }) => body)).toEqual(['three', 'two', 'one'])
})

test('it redacts, and deletes what is over', async () => {
  const gateway = await simulator()
  const client = clientOf(gateway)
  const { sid } = await client.messages.create(text)
  await fetch(`${gateway.url}/inbox.json?status=delivered&waitMs=60000`)
  expect((await client.messages(sid).update({ body: '' })).body).toBe('')
  expect(await client.messages(sid).remove()).toBe(true)
  await expect(client.messages(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
})

test.each([
  ['a wrong number', { to: '+15005550001' }, { status: 400, code: 21211 }],
  ['a phone that has opted out', { to: '+15005550004' }, { status: 400, code: 21610 }],
  ['no words', { body: '' }, { status: 400, code: 21602 }],
])('it understands a refusal of %s', async (_what, change, refusal) => {
  const client = clientOf(await simulator())
  await expect(client.messages.create({ ...text, ...change })).rejects.toMatchObject({
    ...refusal,
    moreInfo: `https://www.twilio.com/docs/errors/${refusal.code}`,
  })
})

test('it understands that its token is wrong, and that the gateway is away or has enough', async () => {
  const gateway = await simulator()
  await expect(clientOf(gateway, 'wrong').messages.create(text)).rejects.toMatchObject({ status: 401, code: 20003 })
  gateway.switches({ down: true })
  await expect(clientOf(gateway).messages.create(text)).rejects.toMatchObject({ status: 503, code: 20503 })
})

/** Twilio's own check, as who receives its webhooks makes it. */
const isValid = ({ url, signature, form }: Callback, { authToken }: Gateway): boolean =>
  twilio.validateRequest(authToken, signature, url, Object.fromEntries(form))

test('it takes receipts and inbound texts for Twilio’s own, and none that was changed', async () => {
  const hook = await webhook()
  const gateway = await simulator({ inboundUrl: hook.url, dataDir: temporaryFolder() })
  await clientOf(gateway).messages.create({ ...text, statusCallback: hook.url })
  await hook.received(2)
  await fetch(`${gateway.url}/replies`, { method: 'POST', body: JSON.stringify({ from: text.to, body: 'СТОП' }) })
  await hook.received(3)
  for (const callback of hook.callbacks) {
    expect(isValid(callback, gateway)).toBe(true)
    callback.form.append('More', '1')
    expect(isValid(callback, gateway)).toBe(false)
  }
})
