import { expect, test } from 'vitest'
import { authorization, call, send, simulator } from './test-kit.ts'

const refusal = async (response: Response) => ({ status: response.status, body: await response.json() })

test('a posted message is answered with Twilio’s resource, queued', async () => {
  const gateway = await simulator()
  const response = await send(gateway, { To: '+7 (916) 123-45-67', Body: 'Курьер Анна приедет в 18:20' })
  expect(response.status).toBe(201)
  const message = await response.json()
  const path = `/2010-04-01/Accounts/${gateway.accountSid}/Messages/${message.sid}`
  expect(message).toEqual({
    account_sid: gateway.accountSid,
    api_version: '2010-04-01',
    body: 'Курьер Анна приедет в 18:20',
    date_created: expect.stringMatching(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/),
    date_sent: null,
    date_updated: message.date_created,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: 'Korob',
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    status: 'queued',
    subresource_uris: { media: `${path}/Media.json` },
    to: '+79161234567',
    uri: `${path}.json`,
  })
})

test('a message ends delivered, dated and priced by the segment', async () => {
  const gateway = await simulator()
  const { uri } = await (await send(gateway, { Body: 'я'.repeat(71) })).json()
  await call(gateway, '/inbox.json?status=delivered&waitMs=60000')
  expect(await (await call(gateway, uri)).json()).toMatchObject({
    status: 'delivered',
    num_segments: '2',
    price: '-0.01580',
    date_sent: expect.any(String),
    error_code: null,
  })
})

test('a messaging service accepts first and picks the sender later', async () => {
  const gateway = await simulator()
  const accepted = await (await send(gateway, { From: undefined, MessagingServiceSid: `MG${'a'.repeat(32)}` })).json()
  expect(accepted).toMatchObject({ status: 'accepted', from: null, num_segments: '0' })
  await call(gateway, '/inbox.json?status=delivered&waitMs=60000')
  const delivered = await (await call(gateway, accepted.uri)).json()
  expect(delivered).toMatchObject({ from: expect.stringMatching(/^\+/), num_segments: '1' })
})

test.each([
  ['no recipient', { To: undefined }, 21604],
  ['a recipient that is no number', { To: '8916' }, 21211],
  ['a recipient without its country', { To: '89161234567' }, 21211],
  ['no sender', { From: undefined }, 21603],
  ['a sender of twelve letters', { From: 'KorobDelivers' }, 21212],
  ['an unknown messaging service', { From: undefined, MessagingServiceSid: 'MG1' }, 21701],
  ['no body', { Body: undefined }, 21602],
  ['an empty body', { Body: '  ' }, 21602],
  ['a body of 1,601 characters', { Body: 'a'.repeat(1601) }, 21617],
  ['a callback that is no URL', { StatusCallback: 'example.com/receipts' }, 21609],
  ['a callback whose user can’t be decoded', { StatusCallback: 'http://a%zz@localhost/' }, 21609],
  ['a validity of zero seconds', { ValidityPeriod: '0' }, 21624],
  ['Twilio’s number that is invalid', { To: '+15005550001' }, 21211],
  ['Twilio’s number that opted out', { To: '+15005550004' }, 21610],
  ['Twilio’s number that can’t take texts', { To: '+15005550009' }, 21614],
])('refuses %s', async (_, form, code) => {
  const gateway = await simulator()
  const { status, body } = await refusal(await send(gateway, form))
  expect({ status, body }).toEqual({
    status: 400,
    body: { code, message: expect.any(String), more_info: `https://www.twilio.com/docs/errors/${code}`, status: 400 },
  })
  expect(gateway.inbox().total).toBe(0)
})

test('1,600 characters are the most it takes', async () => {
  const gateway = await simulator()
  expect((await send(gateway, { Body: 'a'.repeat(1600) })).status).toBe(201)
})

test('wrong credentials, and another’s account, answer 401 with 20003', async () => {
  const gateway = await simulator()
  for (const response of [
    await send(gateway, {}, { headers: { authorization: authorization(gateway.accountSid, 'wrong') } }),
    await fetch(`${gateway.url}/2010-04-01/Accounts/${gateway.accountSid}/Messages.json`),
    await send({ ...gateway, accountSid: `AC${'f'.repeat(32)}` }),
    await call(gateway, `/2010-04-01/Accounts/AC${'f'.repeat(32)}/Messages.json`),
  ]) {
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"')
    expect(await refusal(response)).toMatchObject({ status: 401, body: { code: 20003, message: 'Authenticate' } })
  }
})

test('an unknown message, path or method is refused in Twilio’s words', async () => {
  const gateway = await simulator()
  expect(await refusal(await call(gateway, 'Messages/SM1.json'))).toMatchObject({ status: 404, body: { code: 20404 } })
  expect(await refusal(await call(gateway, 'Calls.json'))).toMatchObject({ status: 404, body: { code: 20404 } })
  expect(await refusal(await call(gateway, 'Messages.json', { method: 'PUT' }))).toMatchObject({
    status: 405,
    body: { code: 20004 },
  })
})

test('the list is filtered by number and day, newest first', async () => {
  const gateway = await simulator()
  await send(gateway, { Body: 'first' })
  await send(gateway, { Body: 'other', To: '+79160000000', From: '+79990000000' })
  await send(gateway, { Body: 'second' })
  const bodies = async (query: string) => {
    const { messages } = await (await call(gateway, `Messages.json?${query}`)).json()
    return messages.map((message: { body: string }) => message.body)
  }
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  expect(await bodies('')).toEqual(['second', 'other', 'first'])
  expect(await bodies('To=%2B79161234567')).toEqual(['second', 'first'])
  expect(await bodies('From=%2B79990000000')).toEqual(['other'])
  expect(await bodies(`DateSent>=${day(-1)}&DateSent<=${day(1)}`)).toHaveLength(3)
  expect(await bodies(`DateSent=${day(-2)}`)).toEqual([])
  expect(await bodies(`DateSent<=${day(-1)}`)).toEqual([])
  expect(await bodies(`DateSent%3E=${new Date(Date.now() - 60_000).toISOString()}`)).toHaveLength(3)
})

test('the pages’ URIs lead through all messages once, and back', async () => {
  const gateway = await simulator()
  for (let i = 0; i < 5; i += 1) await send(gateway, { Body: `text ${i}` })
  const page = async (uri: string) => {
    const { messages, ...links } = await (await call(gateway, uri)).json()
    return { links, bodies: messages.map((message: { body: string }) => message.body) }
  }
  const first = await page('Messages.json?To=%2B79161234567&PageSize=2')
  const second = await page(first.links.next_page_uri)
  // A message that arrives between two pages moves nothing.
  await send(gateway, { Body: 'late' })
  const third = await page(second.links.next_page_uri)
  expect([...first.bodies, ...second.bodies, ...third.bodies]).toEqual([4, 3, 2, 1, 0].map((i) => `text ${i}`))
  expect(first.links).toMatchObject({ page: 0, page_size: 2, start: 0, end: 1, previous_page_uri: null })
  expect(third.links).toMatchObject({ page: 2, start: 4, end: 4, next_page_uri: null })
  expect((await page(third.links.previous_page_uri)).bodies).toEqual(second.bodies)
  expect((await page(third.links.first_page_uri)).bodies).toEqual(['late', 'text 4'])
})

test('a message can be redacted, canceled while it waits, and deleted once it is over', async () => {
  const gateway = await simulator({ switches: { queueDelayMs: 60_000 } })
  const { uri } = await (await send(gateway)).json()
  const post = async (form: Record<string, string>) =>
    (await call(gateway, uri, { method: 'POST', body: new URLSearchParams(form) })).json()
  expect(await refusal(await call(gateway, uri, { method: 'DELETE' }))).toMatchObject({
    status: 409,
    body: { code: 20009 },
  })
  expect(await post({ Body: 'changed' })).toMatchObject({ code: 20001 })
  expect(await post({ Body: '' })).toMatchObject({ body: '', status: 'queued' })
  expect(await post({ Status: 'canceled' })).toMatchObject({ status: 'canceled' })
  expect((await call(gateway, uri, { method: 'DELETE' })).status).toBe(204)
  expect((await call(gateway, uri)).status).toBe(404)
})

test('a body beyond any text is refused, and a malformed path too', async () => {
  const gateway = await simulator()
  expect((await send(gateway, { Body: 'a'.repeat(100_000) })).status).toBe(413)
  expect((await fetch(`${gateway.url}//`)).status).toBe(400)
})
