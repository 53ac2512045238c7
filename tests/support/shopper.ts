import { randomBytes, randomUUID } from 'node:crypto'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { eventually } from './eventually.ts'

/** An answer of the API as it came. */
export interface Answer<Body = Record<string, unknown>> {
  status: number
  headers: Headers
  body: Body
}

export interface Item {
  productId: string
  quantity: number
}

export interface PlacedOrder {
  orderId: string
  number: string
  status: string
  totalMinor: number
  trackingToken: string
  trackingUrl: string
  slot: { id: string; state: string }
}

export interface Slot {
  id: string
  start: string
  end: string
  available: boolean
}

export interface ApiError {
  code: string
  errors?: { field: string; message: string }[]
}

const address = { city: 'Заречье', street: 'Заводская улица', house: '7' }

/** A number that the Russian plan knows, and nobody else in this run has. */
export const newPhone = (): string =>
  `+79${String(100_000_000 + (randomBytes(4).readUInt32BE() % 99_999_999)).padStart(9, '0')}`

export const newKey = (): string => randomUUID()

/** What a shopper's browser does, over HTTP. */
export const shopperAt = (apiUrl: string) => {
  const send = async <Body = Record<string, unknown>>(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<Body>> => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: { ...(options.body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
      ...(options.body === undefined
        ? {}
        : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as Body }
  }

  const search = async (query: Record<string, string> = {}) =>
    (
      await send<{
        engine: string
        total: number
        items: { id: string; slug: string; priceMinor: number; availability: string; name: { ru: string } }[]
      }>('GET', `/api/search?${new URLSearchParams(query)}`)
    ).body

  const slots = async (): Promise<Slot[]> => {
    const answer = await send<{ slots: Slot[] }>('GET', `/api/delivery/slots?${new URLSearchParams(address)}`)
    return answer.body.slots.filter(({ available }) => available)
  }

  const quoteTotal = async (items: readonly Item[]): Promise<number> => {
    const answer = await eventually('a quote', async () => {
      const one = await send<{ totalMinor: number | null; delivery?: { state: string } }>('POST', '/api/quotes', {
        body: { cartId: randomUUID(), items, address },
      })
      // No fee yet: the function that counts it is still starting.
      return one.status >= 500 || one.body.delivery?.state === 'unknown' ? undefined : one
    })
    if (answer.status !== 200 || answer.body.totalMinor === null)
      throw new Error(`no quote: ${JSON.stringify(answer.body)}`)
    return answer.body.totalMinor
  }

  /** A valid checkout of these items; the total is quoted unless given. */
  const checkoutBody = async (items: readonly Item[], changes: Record<string, unknown> = {}) => ({
    cartId: randomUUID(),
    items,
    contact: { name: 'Анна', phone: newPhone() },
    address,
    slotId: changes.slotId ?? (await slots())[0]?.id,
    expectedTotalMinor: changes.expectedTotalMinor ?? (await quoteTotal(items)),
    paymentMethod: 'cash',
    language: 'ru',
    ...changes,
  })

  const checkout = (body: unknown, key: string = newKey()) =>
    send<PlacedOrder & ApiError>('POST', '/api/orders', { body, headers: { 'idempotency-key': key } })

  /** As a browser does: an answer that decides nothing is asked for again, with the same key and body. */
  const checkoutUntilAnswered = (body: unknown, key: string = newKey()) =>
    eventually('a definite answer', async () => {
      const answer = await checkout(body, key)
      const undecided = answer.status >= 500 || answer.body.code === 'in_progress'
      return undecided ? undefined : answer
    })

  return {
    send,
    search,
    slots,
    quoteTotal,
    checkoutBody,
    checkout,
    checkoutUntilAnswered,
    /** Places an order and answers what the auditor needs to know of it. @throws unless it is answered 201 */
    order: async (items: Item[], changes: Record<string, unknown> = {}): Promise<AcknowledgedOrder & PlacedOrder> => {
      const body = await checkoutBody(items, changes)
      const answer = await checkoutUntilAnswered(body)
      if (answer.status !== 201) throw new Error(`no order: ${answer.status} ${JSON.stringify(answer.body)}`)
      return { ...answer.body, phone: body.contact.phone, items }
    },
    readOrder: (orderId: string, token: string) =>
      send<{ status: string; history: { status: string }[] }>('GET', `/api/orders/${orderId}`, {
        headers: { 'x-order-token': token },
      }),
    tracking: (token: string) =>
      send<{ status: string; courier: { firstName: string } | null }>('GET', `/api/tracking/${token}`),
  }
}

export type Shopper = ReturnType<typeof shopperAt>
