import { describe, expect, test } from 'vitest'
import { findMessages } from './twilio-search.ts'

const path = '/2010-04-01/Accounts/AC1/Messages.json'
const since = new Date('2026-11-22T10:00:00Z')
const wanted = { to: '+79161234567', body: 'Заказ 1 доставлен.' }

const listed = (sid: string, time: string, change: Record<string, unknown> = {}) => ({
  sid,
  to: wanted.to,
  body: wanted.body,
  direction: 'outbound-api',
  status: 'sent',
  date_created: new Date(time).toUTCString().replace('GMT', '+0000'),
  ...change,
})

const gatewayWith = (...pages: unknown[][]) => {
  const asked: string[] = []
  const get = async (pathAndQuery: string) => {
    const page = asked.push(pathAndQuery) - 1
    const next_page_uri = page + 1 < pages.length ? `${path}?Page=${page + 1}` : null
    return { status: 200, retryAfter: undefined, body: JSON.stringify({ messages: pages[page], next_page_uri }) }
  }
  return { asked, find: () => findMessages(get, path, wanted, since) }
}

describe('the search for a text', () => {
  test('finds those alike, oldest first, on all pages', async () => {
    const { asked, find } = gatewayWith(
      [listed('SM3', '2026-11-22T10:02:00Z', { status: 'delivered' })],
      [listed('SM2', '2026-11-22T10:01:00Z')],
    )
    expect(await find()).toEqual([
      { gatewayId: 'SM2', status: 'sent' },
      { gatewayId: 'SM3', status: 'delivered' },
    ])
    expect(asked).toEqual([`${path}?To=%2B79161234567&PageSize=1000`, `${path}?Page=1`])
  })

  test('takes no other text, number or direction for it', async () => {
    const { find } = gatewayWith([
      listed('SM1', '2026-11-22T10:01:00Z', { body: 'Заказ 2 доставлен.' }),
      listed('SM2', '2026-11-22T10:01:00Z', { to: '+79160000000' }),
      listed('SM3', '2026-11-22T10:01:00Z', { direction: 'inbound' }),
    ])
    expect(await find()).toEqual([])
  })

  test('takes none from before the first attempt, clocks’ differences allowed for, and reads to the end whatever the order', async () => {
    const { asked, find } = gatewayWith(
      [listed('SM2', '2026-11-22T09:55:00Z'), listed('SM1', '2026-11-22T09:40:00Z')],
      [listed('SM0', '2026-11-22T09:30:00Z')],
      [listed('SM3', '2026-11-22T10:01:00Z')],
    )
    expect(await find()).toEqual([
      { gatewayId: 'SM2', status: 'sent' },
      { gatewayId: 'SM3', status: 'sent' },
    ])
    expect(asked).toHaveLength(3)
  })

  test('knows a text by its words also where the account has not been paid for', async () => {
    const body = `Sent from your Twilio trial account - ${wanted.body}`
    const { find } = gatewayWith([listed('SM1', '2026-11-22T10:01:00Z', { body })])
    expect(await find()).toEqual([{ gatewayId: 'SM1', status: 'sent' }])
  })

  test('does not take a refusal, nonsense or an endless list for "there is none"', async () => {
    const answering = (status: number, body: string) =>
      findMessages(async () => ({ status, retryAfter: undefined, body }), path, wanted, since)
    await expect(answering(503, '{"messages":[]}')).rejects.toThrow('HTTP 503')
    await expect(answering(200, '<html>')).rejects.toThrow()
    await expect(answering(200, '{}')).rejects.toThrow()
    const saying = (change: Record<string, unknown>) =>
      answering(200, JSON.stringify({ messages: [listed('SM1', '2026-11-22T10:01:00Z', change)] }))
    await expect(saying({ body: '' })).rejects.toThrow('without its words')
    await expect(saying({ date_created: 'today' })).rejects.toThrow('when a text was created')
    const endless = { messages: [listed('SM1', '2026-11-22T10:01:00Z')], next_page_uri: path }
    await expect(answering(200, JSON.stringify(endless))).rejects.toThrow('more than 5 pages')
  })
})
