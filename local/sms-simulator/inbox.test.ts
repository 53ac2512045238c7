import { expect, test } from 'vitest'
import { linkify } from './page.ts'
import { send, simulator } from './test-kit.ts'

test('the inbox is searched by number and text, and counts beyond its limit', async () => {
  const gateway = await simulator()
  await send(gateway, { Body: 'Ваш код 4821' })
  await send(gateway, { Body: 'Курьер выехал' })
  await send(gateway, { Body: 'Курьер выехал', To: '+79160000000' })
  const read = async (query: string) => (await fetch(`${gateway.url}/inbox.json?${query}`)).json()
  expect((await read('to=%2B79161234567')).total).toBe(2)
  expect((await read('to=+79161234567&contains=4821')).messages).toMatchObject([
    { body: 'Ваш код 4821', encoding: 'UCS-2', segments: 1, createdAt: expect.stringMatching(/Z$/) },
  ])
  expect(await read('contains=выехал&limit=1')).toMatchObject({ total: 2, messages: [{ to: '+79160000000' }] })
  expect((await fetch(`${gateway.url}/inbox.json?limit=x`)).status).toBe(400)
  await fetch(`${gateway.url}/inbox`, { method: 'DELETE' })
  expect(gateway.inbox()).toEqual({ total: 0, messages: [] })
})

test('whoever waits for two texts is answered as soon as the second has come', async () => {
  const gateway = await simulator()
  const waiting = fetch(`${gateway.url}/inbox.json?contains=order&atLeast=2&waitMs=30000`)
  await send(gateway)
  await send(gateway)
  expect((await (await waiting).json()).total).toBe(2)
  const empty = await fetch(`${gateway.url}/inbox.json?contains=nothing&waitMs=10`)
  expect((await empty.json()).total).toBe(0)
})

test('the page shows a phone for each number, with texts that can’t inject markup', async () => {
  const gateway = await simulator()
  await send(gateway, { Body: '<img src=x onerror=alert(1)> "quoted" & https://korob.example/t/a?b=1&c=2.' })
  await send(gateway, { To: '+79160000000', Body: 'Привет' })
  const response = await fetch(gateway.url)
  const page = await response.text()
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect([...page.matchAll(/<section class="phone" data-number="(.*?)"/g)].map(([, number]) => number)).toEqual([
    '+79160000000',
    '+79161234567',
  ])
  expect(page).not.toContain('<img')
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;quoted&quot; &amp; ')
  expect(page).toContain('<a href="https://korob.example/t/a?b=1&amp;c=2"')
  expect(page).toMatch(/1 segment UCS-2/)
  expect(page).not.toMatch(/(src|href)="(?!https:\/\/korob\.example)/)
})

test.each([
  ['see https://a.example/x.', 'https://a.example/x'],
  ['(https://a.example/x)', 'https://a.example/x'],
  ['http://127.0.0.1:8080/t/ab-c_d#e', 'http://127.0.0.1:8080/t/ab-c_d#e'],
])('the link in "%s" is %s', (text, address) => {
  expect(linkify(text)).toContain(`href="${address}"`)
})

test('only web addresses become links', () => {
  expect(linkify('javascript:alert(1) https:// ftp://a.example')).not.toContain('<a')
})
