import { expect, test } from 'vitest'
import { sign } from './signature.ts'
import { send, simulator, webhook } from './test-kit.ts'

const answerFrom = (gateway: { url: string }, reply: unknown) =>
  fetch(`${gateway.url}/replies`, { method: 'POST', body: JSON.stringify(reply) })

test('a text from a phone is brought to the shop as Twilio does, signed', async () => {
  const hook = await webhook()
  const gateway = await simulator({ inboundUrl: hook.url })
  await send(gateway)
  const answer = await answerFrom(gateway, { from: '+79161234567', body: 'СТОП' })
  const { sid, status } = await answer.json()
  expect(status).toBe(204)
  const [callback] = hook.callbacks
  expect(Object.fromEntries(callback!.form)).toMatchObject({
    AccountSid: gateway.accountSid,
    Body: 'СТОП',
    From: '+79161234567',
    MessageSid: sid,
    NumSegments: '1',
    SmsStatus: 'received',
    To: 'Korob',
  })
  expect(callback!.signature).toBe(sign(hook.url, callback!.form, gateway.authToken))
})

test('a text may be brought again under the name it had', async () => {
  const hook = await webhook()
  const gateway = await simulator({ inboundUrl: hook.url })
  const { sid } = await (await answerFrom(gateway, { from: '+79161234567', body: 'STOP' })).json()
  await answerFrom(gateway, { from: '+79161234567', body: 'STOP', sid })
  expect(hook.callbacks.map(({ form }) => form.get('MessageSid'))).toEqual([sid, sid])
})

test.each([{}, { from: '8916', body: 'STOP' }, { from: '+79161234567' }, 'STOP'])(
  'what is no text from a phone is refused: %j',
  async (reply) => {
    const gateway = await simulator({ inboundUrl: 'http://127.0.0.1:9/' })
    expect((await answerFrom(gateway, reply)).status).toBe(400)
  },
)

test('without an address to bring it to it says so, and where nobody listens too', async () => {
  const reply = { from: '+79161234567', body: 'STOP' }
  const nowhere = await answerFrom(await simulator(), reply)
  expect([nowhere.status, (await nowhere.json()).error]).toEqual([400, expect.stringContaining('--inbound-url')])
  expect((await answerFrom(await simulator({ inboundUrl: 'http://127.0.0.1:9/' }), reply)).status).toBe(502)
})
