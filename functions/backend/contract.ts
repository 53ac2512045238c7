import { address } from '@korob/platform/address'
import { normalizePhone } from '@korob/platform/phone'
import { currency, instant, language, line, localized, minorUnits, paragraph, uuid, z } from '@korob/platform/schema'
import { cartItems } from '../catalog/contract.ts'
import { slotId } from '../delivery/contract.ts'
import { orderSlot, orderStatus, paymentMethod } from '../orders/contract.ts'

const phone = z
  .string()
  .max(64)
  .transform((value, context) => {
    const normal = normalizePhone(value)
    if (normal === undefined) context.addIssue({ code: 'custom', message: 'is not a phone number' })
    return normal ?? z.NEVER
  })

export const checkoutBody = z.object({
  cartId: uuid,
  items: cartItems,
  contact: z.object({ name: line(100), phone, email: z.email().max(254).optional() }),
  address,
  slotId,
  /** The total the shopper saw. Another one is answered price_changed. */
  expectedTotalMinor: minorUnits,
  paymentMethod,
  comment: paragraph(500).optional(),
  /** Of the texts about this order; by Accept-Language if absent. */
  language: language.optional(),
})

export const checkoutAnswer = z.object({
  orderId: uuid,
  number: z.string(),
  status: orderStatus,
  totalMinor: minorUnits,
  currency,
  trackingToken: z.string(),
  trackingUrl: z.url(),
  slot: orderSlot,
})
export type CheckoutAnswer = z.infer<typeof checkoutAnswer>

export const quoteBody = z.object({ cartId: uuid, items: cartItems, address: address.optional() })

export const quoteAnswer = z.object({
  items: z.array(
    z.object({
      productId: uuid,
      sku: z.string(),
      slug: z.string(),
      name: localized,
      image: z.string().nullable(),
      quantity: z.int().min(1),
      /** For one piece. */
      priceMinor: minorUnits,
      lineMinor: minorUnits,
      available: z.int().min(0),
      /** Whether the whole quantity can be had now. */
      enough: z.boolean(),
    }),
  ),
  /** Products that the shop no longer sells. */
  unknown: z.array(uuid),
  itemsMinor: minorUnits,
  currency,
  /** `unknown`: delivery can't be reached, and never told a fee for this city. */
  delivery: z.discriminatedUnion('state', [
    z.object({ state: z.literal('known'), feeMinor: minorUnits, freeFromMinor: minorUnits.nullable() }),
    z.object({ state: z.literal('out_of_zone') }),
    z.object({ state: z.literal('unknown') }),
  ]),
  /** With delivery; null where its fee isn't known. */
  totalMinor: minorUnits.nullable(),
  quotedAt: instant,
})
export type QuoteAnswer = z.infer<typeof quoteAnswer>
