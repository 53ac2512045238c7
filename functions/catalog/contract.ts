import { defineEvent } from '@korob/platform/events'
import { defineOperation } from '@korob/platform/operation'
import { currency, instant, localized, minorUnits, minorUnitsSum, uuid, z } from '@korob/platform/schema'

export const maxLines = 50
export const maxQuantity = 99

/** A line of a cart. The same product may stand in several lines; the catalogue sums them. */
export const cartItem = z
  .object({ productId: uuid, quantity: z.int().min(1).max(maxQuantity) })
  .meta({ id: 'CartItem', description: 'One product may stand in several lines; they are summed' })
export const cartItems = z.array(cartItem).min(1).max(maxLines)

/** A line with the catalogue's own name and price. */
export const pricedItem = z.object({
  productId: uuid,
  sku: z.string(),
  name: localized,
  quantity: z.int().min(1),
  /** For one piece. */
  priceMinor: minorUnits,
  weightGrams: z.int().min(0),
})
export type PricedItem = z.infer<typeof pricedItem>

/** A line that can't be had in full; `available` is what can. */
export const shortItem = z
  .object({ productId: uuid, requested: z.int(), available: z.int().min(0) })
  .meta({ id: 'ShortItem', description: 'A product that cannot be had in full; `available` is what can' })
export type ShortItem = z.infer<typeof shortItem>

const reservationKey = z.object({ orderId: uuid, attempt: z.int().min(1) })

export const reserve = defineOperation({
  service: 'catalog',
  function: 'stock',
  name: 'reserve',
  description:
    'Sets stock aside for 15 minutes under (orderId, attempt); again with the same key, extends it. All lines or none. Refuses out_of_stock with details.items: every short line.',
  input: reservationKey.extend({ cartId: uuid, items: cartItems }),
  output: z.object({
    items: z.array(pricedItem),
    currency,
    /** Sum of price × quantity. */
    itemsMinor: minorUnitsSum,
    expiresAt: instant,
  }),
  refusals: ['out_of_stock', 'wrong_state'],
  timeoutMs: 6_000,
})

export const release = defineOperation({
  service: 'catalog',
  function: 'stock',
  name: 'release',
  description:
    'Gives a reservation back and leaves a tombstone, so that a reserve of this attempt that comes later is refused (wrong_state).',
  input: reservationKey,
  output: z.object({ released: z.boolean() }),
  refusals: [],
  timeoutMs: 6_000,
})

export const priceCart = defineOperation({
  service: 'catalog',
  function: 'stock',
  name: 'price-cart',
  description: 'Names, prices and availability for a cart; reserves nothing. Unknown products come back in `unknown`.',
  input: z.object({ items: cartItems, cartId: uuid.optional() }),
  output: z.object({
    items: z.array(pricedItem.extend({ slug: z.string(), image: z.string().nullable(), available: z.int().min(0) })),
    unknown: z.array(uuid),
    currency,
    itemsMinor: minorUnitsSum,
    weightGrams: z.int().min(0),
  }),
  refusals: [],
  timeoutMs: 6_000,
})

export const stockConfirmed = defineEvent({
  type: 'stock.confirmed',
  source: 'catalog',
  carriers: ['sns'],
  dataversion: 1,
  description: 'The reservation of a placed order has become a sale.',
  data: z.object({ orderId: uuid }),
})

export const stockRejected = defineEvent({
  type: 'stock.rejected',
  source: 'catalog',
  carriers: ['sns'],
  dataversion: 1,
  description: 'The reservation had expired and the goods are gone.',
  data: z.object({ orderId: uuid, items: z.array(shortItem) }),
})
