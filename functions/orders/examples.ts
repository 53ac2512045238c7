import type { OrderLinksView } from './link-routes.ts'
import type { ListedOrderView, OperatorOrderView } from './operator-routes.ts'
import type { OrderList, OrderView } from './shop-routes.ts'

export const order: OrderView = {
  orderId: '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85',
  number: '10001-4',
  status: 'scheduled',
  placedAt: '2026-11-22T09:16:02.731Z',
  items: [
    {
      productId: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11',
      sku: 'KB-0001',
      name: { ru: 'Сковорода чугунная «Жар» 26 см', en: 'Zhar cast-iron skillet, 26 cm' },
      quantity: 2,
      priceMinor: 249_000,
      lineMinor: 498_000,
    },
  ],
  itemsMinor: 498_000,
  deliveryFeeMinor: 24_900,
  totalMinor: 522_900,
  currency: 'RUB',
  payment: { method: 'cash', state: 'due' },
  mayCancel: true,
  contact: { name: 'Анна', phone: '+7916•••••67' },
  address: {
    city: 'Заречье',
    street: 'Заводская улица',
    house: '7',
    location: { lat: 57.3735, lon: 41.0748 },
  },
  slot: { id: '20261123-18', start: '2026-11-23T15:00:00.000Z', end: '2026-11-23T17:00:00.000Z', state: 'held' },
  delivery: {
    courier: { firstName: 'Илья' },
    window: { start: '2026-11-23T15:00:00.000Z', end: '2026-11-23T17:00:00.000Z' },
    eta: '2026-11-23T15:20:00.000Z',
  },
  history: [
    { status: 'placed', at: '2026-11-22T09:16:02.731Z' },
    { status: 'confirmed', at: '2026-11-22T09:16:03.102Z' },
    { status: 'scheduled', at: '2026-11-22T09:16:03.644Z' },
  ],
}

export const orderList: OrderList = {
  orders: [
    {
      orderId: '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85',
      number: '10001-4',
      status: 'scheduled',
      placedAt: '2026-11-22T09:16:02.731Z',
      totalMinor: 522_900,
      currency: 'RUB',
      items: [{ name: { ru: 'Сковорода чугунная «Жар» 26 см', en: 'Zhar cast-iron skillet, 26 cm' }, quantity: 2 }],
    },
  ],
}

export const cancelled: OrderView = {
  ...order,
  status: 'cancelled',
  cancelReason: 'shopper',
  mayCancel: false,
  history: [...order.history, { status: 'cancelled', at: '2026-11-22T10:02:11.480Z', reason: 'shopper' }],
}

const { mayCancel: _, history: __, ...shown } = order
const { items } = order
const correlationId = '0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10'

export const operatorOrder: OperatorOrderView = {
  ...shown,
  contact: { name: 'Анна', phone: '+79161234567' },
  accountId: null,
  ordered: [{ productId: items[0]?.productId ?? '', quantity: 2, cancelled: 0, returned: 0 }],
  goods: 'in_shop',
  pending: null,
  may: { cancel: true, removeLines: true, pay: true, refund: false, takeBack: false },
  history: (['placed', 'confirmed', 'scheduled'] as const).map((status, index) => ({
    version: index + 1,
    status,
    kind: 'status',
    at: order.history[index]?.at ?? '',
    actor: ['shopper', 'catalog', 'delivery'][index] ?? '',
    actorId: null,
    reason: null,
    details: null,
    correlationId,
  })),
  notes: [{ at: '2026-11-22T09:40:00.000Z', authorId: 'operator-1', text: 'Позвонить за час' }],
}

export const listed: ListedOrderView = {
  orderId: order.orderId,
  number: order.number,
  status: order.status,
  placedAt: order.placedAt,
  contact: { name: 'Анна', phone: '+79161234567' },
  totalMinor: order.totalMinor,
  currency: 'RUB',
  payment: { method: 'cash', state: 'due' },
  goods: 'in_shop',
  slot: order.slot,
  courier: { id: '01900000-0000-7000-8000-000000000001', firstName: 'Илья' },
}

export const links: OrderLinksView = {
  links: [
    {
      orderId: order.orderId,
      number: order.number,
      issuedAt: '2026-11-23T08:00:00.000Z',
      expiresAt: '2027-01-22T08:00:00.000Z',
      source: 'lookup',
      state: 'live',
      revokedAt: null,
    },
    {
      orderId: order.orderId,
      number: order.number,
      issuedAt: '2026-11-22T09:16:02.000Z',
      expiresAt: '2027-01-21T09:16:02.000Z',
      source: 'order',
      state: 'revoked',
      revokedAt: '2026-11-22T10:00:00.000Z',
    },
  ],
}
