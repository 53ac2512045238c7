import type { Json } from './mutations.ts'
import type { RawRequest } from './raw-request.ts'

/** Known to the shop where these tests run. */
export interface Known {
  productId: string
  slotId: string
}

interface ValidBody {
  headers: () => Record<string, string>
  /** Path parameters. */
  params?: Record<string, string>
  body: (known: Known) => Json
  /** May be left out. */
  optional: string[]
  /** Whose token it takes. */
  role?: 'shopper' | 'operator'
  /** Nothing has to be given: an object of nothing but what we don't know is a valid body. */
  needsNothing?: true
  /** The field on which it depends which others there are. */
  decides?: string
}

const address = {
  city: 'Заречье',
  street: 'Заводская улица',
  house: '7',
  apartment: '12',
  entrance: '2',
  floor: '3',
  intercom: '12К',
}
const optionalOfAddress = ['apartment', 'entrance', 'floor', 'intercom'].map((field) => `address.${field}`)

const cart = ({ productId }: Known) => ({
  cartId: crypto.randomUUID(),
  items: [
    { productId, quantity: 1 },
    { productId, quantity: 2 },
  ],
  address,
})

const json = { 'content-type': 'application/json' }

/** A body that would be accepted, with everything that may be given, of each endpoint that takes one. */
export const validBodies: Record<string, ValidBody> = {
  'POST /api/quotes': { headers: () => json, body: cart, optional: ['address', ...optionalOfAddress] },
  'POST /api/orders': {
    headers: () => ({ ...json, 'idempotency-key': crypto.randomUUID() }),
    body: (known) => ({
      ...cart(known),
      contact: { name: 'Анна', phone: '+79161234567', email: 'anna@example.com' },
      slotId: known.slotId,
      // No cart costs so little: what got past the checks would be refused for its price, and order nothing.
      expectedTotalMinor: 1,
      paymentMethod: 'cash',
      comment: 'Позвоните за час',
      language: 'ru',
    }),
    optional: ['contact.email', 'comment', 'language', ...optionalOfAddress],
  },
  'POST /api/notifications/receipts/{messageId}': {
    headers: () => ({ 'content-type': 'application/x-www-form-urlencoded' }),
    params: { messageId: crypto.randomUUID() },
    body: () => ({ MessageSid: 'SM0123456789abcdef0123456789abcdef', MessageStatus: 'delivered', ErrorCode: '30003' }),
    optional: ['ErrorCode'],
  },
  'POST /api/notifications/inbound': {
    headers: () => ({ 'content-type': 'application/x-www-form-urlencoded' }),
    body: () => ({
      MessageSid: 'SM0123456789abcdef0123456789abcdef',
      From: '+79161234567',
      Body: 'СТОП',
      OptOutType: 'STOP',
    }),
    optional: ['OptOutType'],
  },
  'POST /api/sign-ins': {
    headers: () => json,
    body: () => ({ phone: '+79161234567', language: 'ru' }),
    optional: ['language'],
  },
  'POST /api/session': {
    headers: () => json,
    body: () => ({ signInId: crypto.randomUUID(), code: '042042', role: 'shopper' }),
    optional: ['role'],
  },
  'POST /api/session/spare-code': {
    headers: () => json,
    body: () => ({ phone: '+79161234567', spareCode: '7KQ2-MX4T-9RWZ', role: 'shopper' }),
    optional: ['role'],
  },
  'POST /api/session/refresh': {
    headers: () => json,
    body: () => ({ role: 'shopper' }),
    optional: ['role'],
    needsNothing: true,
  },
  'PUT /api/profile/messages': {
    headers: () => json,
    body: () => ({ orders: true }),
    optional: [],
    role: 'shopper',
  },
  'PATCH /api/profile': {
    headers: () => json,
    body: () => ({ name: 'Анна', language: 'ru', addresses: [{ label: 'Дом', address }] }),
    optional: [
      'name',
      'language',
      'addresses',
      'addresses.0.label',
      ...optionalOfAddress.map((field) => `addresses.0.${field}`),
    ],
    role: 'shopper',
    needsNothing: true,
  },
  'PUT /api/cart': {
    headers: () => json,
    body: ({ productId }) => ({
      cartId: crypto.randomUUID(),
      lines: [
        { productId, quantity: 1 },
        { productId, quantity: 2 },
      ],
    }),
    optional: [],
    role: 'shopper',
  },
  'PUT /api/tracking/{token}/slot': {
    headers: () => json,
    params: { token: 'none' },
    body: () => ({ slotId: '20261123-10' }),
    optional: [],
  },
  'POST /api/orders/{orderId}/cancellation': {
    headers: () => json,
    params: { orderId: crypto.randomUUID() },
    body: () => ({ cartId: crypto.randomUUID(), reason: 'changed_mind' }),
    optional: ['cartId'],
  },
  'POST /api/order-links': {
    headers: () => json,
    body: () => ({ number: '10001-4', phone: '+79161234567' }),
    optional: [],
  },
  'POST /api/operator/staff': {
    headers: () => json,
    body: () => ({ role: 'courier', phone: '+79161234567', name: 'Илья', courierId: crypto.randomUUID() }),
    optional: [],
    role: 'operator',
    decides: 'role',
  },
}

export const sampleOf = (endpoint: string): ValidBody => {
  const sample = validBodies[endpoint]
  if (!sample) throw new Error(`${endpoint} takes a body, and has no valid one here`)
  return sample
}

/** A request to the endpoint, still without its body; a header that is undefined is left out. */
export const requestOf = (endpoint: string, headers: Record<string, string | undefined> = {}): RawRequest => {
  const { params, headers: usual } = sampleOf(endpoint)
  const [method = '', template = ''] = endpoint.split(' ')
  const given = Object.entries({ ...usual(), ...headers }).filter(([, value]) => value !== undefined)
  return {
    method,
    path: template.replace(/\{(\w+)\}/g, (_, name: string) => params?.[name] ?? ''),
    headers: Object.fromEntries(given) as Record<string, string>,
  }
}
