import type { z } from '@korob/platform/schema'
import type { CheckoutAnswer, checkoutBody, QuoteAnswer, quoteBody } from './contract.ts'

const cartId = '0199d3c4-0b5e-4b1f-8f0a-3d5f6a7b8c91'
const items = [{ productId: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11', quantity: 2 }]
const address = { city: 'Заречье', street: 'Заводская улица', house: '7' }
const name = { ru: 'Сковорода чугунная «Жар» 26 см', en: 'Zhar cast-iron skillet, 26 cm' }

export const quoteOfCart: z.input<typeof quoteBody> = { cartId, items }
export const quoteToAddress: z.input<typeof quoteBody> = { cartId, items, address }

export const quote: QuoteAnswer = {
  items: [
    {
      productId: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11',
      sku: 'KB-0001',
      slug: 'zhar-cast-iron-skillet-26',
      name,
      image: 'skillet',
      quantity: 2,
      priceMinor: 249_000,
      lineMinor: 498_000,
      available: 34,
      enough: true,
    },
  ],
  unknown: [],
  itemsMinor: 498_000,
  currency: 'RUB',
  weightGrams: 4_200,
  delivery: { state: 'known', feeMinor: 24_900, weightExtraMinor: 0, freeFromMinor: 500_000 },
  slots: null,
  totalMinor: 522_900,
  quotedAt: '2026-11-22T09:15:00.000Z',
}

export const savedCart = { cartId, lines: items, revision: 3 }

export const shortCheckout: z.input<typeof checkoutBody> = {
  cartId,
  items,
  contact: { name: 'Анна', phone: '+79161234567' },
  address,
  slotId: '20261123-18',
  expectedTotalMinor: 522_900,
  paymentMethod: 'cash',
}

export const fullCheckout: z.input<typeof checkoutBody> = {
  ...shortCheckout,
  items: items.map((item) => ({ ...item, expectedPriceMinor: 249_000 })),
  expectedDeliveryFeeMinor: 24_900,
  contact: { name: 'Анна', phone: '8 916 123-45-67', email: 'anna@example.com' },
  address: { ...address, apartment: '12', entrance: '2', floor: '3', intercom: '12К' },
  paymentMethod: 'card',
  comment: 'Позвоните за час',
  language: 'ru',
}

const trackingToken = 'AQGZ08XhdyqKm04fW2x9CoVqcz4BGX3mTzq4c5LrUu1d'

export const placedOrder: CheckoutAnswer = {
  orderId: '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85',
  number: '10001-4',
  status: 'placed',
  totalMinor: 522_900,
  currency: 'RUB',
  payment: { method: 'cash', state: 'due' },
  trackingToken,
  trackingUrl: `https://shop.example/t/${trackingToken}`,
  slot: { id: '20261123-18', start: '2026-11-23T15:00:00.000Z', end: '2026-11-23T17:00:00.000Z', state: 'held' },
}

export const priceChanged = {
  totalMinor: 542_900,
  itemsMinor: 518_000,
  deliveryFeeMinor: 24_900,
  weightExtraMinor: 0,
  currency: 'RUB',
  changes: [
    { of: 'item', productId: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11', fromMinor: 249_000, toMinor: 259_000 },
    { of: 'total', fromMinor: 522_900, toMinor: 542_900 },
  ],
  items: [{ productId: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11', name, quantity: 2, priceMinor: 259_000 }],
} as const

export const outOfStock = {
  items: [{ productId: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11', requested: 2, available: 1 }],
}
