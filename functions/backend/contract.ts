import { address } from '@korob/platform/address'
import { defineEvent } from '@korob/platform/events'
import { normalizePhone } from '@korob/platform/phone'
import {
  currency,
  e164,
  instant,
  language,
  line,
  localized,
  minorUnits,
  minorUnitsSum,
  paragraph,
  uuid,
  z,
} from '@korob/platform/schema'
import { cartItem, cartItems, maxLines, shortItem } from '../catalog/contract.ts'
import { slotId, slotTaken } from '../delivery/contract.ts'
import { orderSlot, orderStatus, payment, paymentMethod } from '../orders/contract.ts'
import { maxSavedLines } from './domain/saved-cart.ts'

export const phone = z
  .string()
  .max(64)
  .transform((value, context) => {
    const normal = normalizePhone(value)
    if (normal === undefined) context.addIssue({ code: 'custom', message: 'is not a phone number' })
    return normal ?? z.NEVER
  })
  .describe('In any usual spelling; without a country code, Russian')

const cartId = uuid.describe("Made by the client, and the cart's as long as it lives")

const checkoutItem = cartItem
  .extend({ expectedPriceMinor: minorUnits.optional().describe('For one piece, as the shopper saw it') })
  .meta({ id: 'CheckoutItem', description: 'One product may stand in several lines; they are summed' })

export const checkoutBody = z
  .object({
    cartId,
    items: z.array(checkoutItem).min(1).max(maxLines),
    contact: z
      .object({ name: line(100), phone, email: z.email().max(254).optional() })
      .meta({ id: 'CheckoutContact', description: 'Whom to tell, and whom the courier asks for' }),
    address,
    slotId,
    expectedTotalMinor: minorUnits.describe('The total the shopper saw. Another one is answered `price_changed`'),
    expectedDeliveryFeeMinor: minorUnits
      .optional()
      .describe('As the shopper saw it. `price_changed` can tell a change of the fee only if this is given'),
    paymentMethod,
    // What robots fill in and people never see: domain/robots.ts.
    website: z.string().max(2_000).optional().describe('Leave it out, or empty'),
    comment: paragraph(500).optional().describe('For the courier'),
    language: language
      .optional()
      .describe('Of the texts about this order; if absent that of the profile, or by Accept-Language'),
  })
  .meta({ id: 'CheckoutRequest' })

export const checkoutAnswer = z
  .object({
    orderId: uuid,
    number: z.string().describe('What people say aloud'),
    status: orderStatus,
    totalMinor: minorUnits,
    currency,
    payment,
    trackingToken: z.string().describe('For X-Order-Token and trackDelivery'),
    trackingUrl: z.url().describe("The order's page"),
    slot: orderSlot,
  })
  .meta({ id: 'PlacedOrder' })
export type CheckoutAnswer = z.infer<typeof checkoutAnswer>

export const quoteBody = z
  .object({ cartId, items: cartItems, address: address.optional() })
  .meta({ id: 'QuoteRequest' })

const quoteLine = z
  .object({
    productId: uuid,
    sku: z.string(),
    slug: z.string(),
    name: localized,
    image: z.string().nullable(),
    quantity: z.int().min(1),
    priceMinor: minorUnits.describe('For one piece'),
    lineMinor: minorUnitsSum,
    available: z.int().min(0),
    enough: z.boolean().describe('Whether the whole quantity can be had now'),
  })
  .meta({ id: 'QuoteLine' })

const quotedDelivery = z
  .discriminatedUnion('state', [
    z.object({
      state: z.literal('known'),
      feeMinor: minorUnitsSum,
      weightExtraMinor: minorUnits.describe('The part of `feeMinor` that is due to the weight: never waived'),
      freeFromMinor: minorUnits.nullable().describe('The sum of goods from which the rest of the fee is waived'),
    }),
    z.object({ state: z.literal('out_of_zone') }),
    z.object({ state: z.literal('unknown') }),
  ])
  .meta({
    id: 'QuotedDelivery',
    description: "`unknown`: delivery can't be reached, and never told a fee for this city",
  })

const quotedSlots = z
  .object({
    timeZone: z.string().describe("The shop's, by its IANA name"),
    slots: z.array(
      z
        .object({
          id: slotId,
          start: instant,
          end: instant,
          available: z.boolean().describe('Free, and with a vehicle that carries this cart'),
        })
        .meta({ id: 'QuotedSlot' }),
    ),
  })
  .meta({ id: 'QuotedSlots', description: 'Of the days ahead, in the order of time' })

export const quoteAnswer = z
  .object({
    items: z.array(quoteLine),
    unknown: z.array(uuid).describe('Products that the shop no longer sells'),
    itemsMinor: minorUnitsSum,
    weightGrams: z.int().min(0),
    currency,
    delivery: quotedDelivery,
    slots: quotedSlots.nullable().describe('Null without an address, out of zone, and where delivery is not reached'),
    totalMinor: minorUnitsSum.nullable().describe('With delivery; null where its fee is not known'),
    quotedAt: instant,
  })
  .meta({ id: 'Quote' })
export type QuoteAnswer = z.infer<typeof quoteAnswer>

const savedLines = z.array(cartItem).max(maxSavedLines)

export const cartBody = z
  .object({
    cartId,
    lines: savedLines.describe('More than an order takes are kept: two devices may bring a cart each'),
  })
  .meta({ id: 'CartToSave' })

export const cartAnswer = z
  .object({
    cartId: uuid.nullable().describe('Null where nothing was saved yet'),
    lines: savedLines.describe('Each product once'),
    revision: z.int().min(0).describe('Counts changes; the ETag'),
  })
  .meta({ id: 'SavedCart' })
export type CartAnswer = z.infer<typeof cartAnswer>

/** What each refusal of a checkout tells besides. */
export const refusalDetails = {
  already_ordered: z.object({ order: checkoutAnswer.describe('What an earlier checkout of this cart became') }),
  price_changed: z.object({
    totalMinor: minorUnitsSum,
    itemsMinor: minorUnitsSum,
    deliveryFeeMinor: minorUnitsSum,
    weightExtraMinor: minorUnits,
    currency,
    changes: z
      .array(
        z
          .discriminatedUnion('of', [
            z.object({ of: z.literal('item'), productId: uuid, fromMinor: minorUnits, toMinor: minorUnits }),
            z.object({ of: z.literal('delivery'), fromMinor: minorUnits, toMinor: minorUnitsSum }),
            z.object({ of: z.literal('total'), fromMinor: minorUnits, toMinor: minorUnitsSum }),
          ])
          .meta({ id: 'PriceChange' }),
      )
      .describe('What is otherwise than the request says that the shopper saw'),
    items: z.array(
      z
        .object({ productId: uuid, name: localized, quantity: z.int().min(1), priceMinor: minorUnits })
        .meta({ id: 'RepricedItem' }),
    ),
  }),
  out_of_stock: z.object({ items: z.array(shortItem).describe('Every line that falls short') }),
  slot_taken: slotTaken,
  out_of_zone: z.object({ field: z.string().describe('What of the address is out of reach') }),
}

export const signInCode = defineEvent({
  type: 'sign_in.code',
  source: 'backend',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description:
    'Somebody wants to sign in with this phone, and must tell the code. `sealed` is the code, by the codes’ key, `sealedSpare` one for whoever has the phone, where no other may be sent for now.',
  data: z.object({
    signInId: uuid,
    phone: e164,
    language,
    sealed: z.string(),
    sealedSpare: z.string().optional(),
    expiresAt: instant,
    spareUntil: instant.optional(),
  }),
  secret: ['phone', 'sealed', 'sealedSpare'],
})

export const accountDeleted = defineEvent({
  type: 'account.deleted',
  source: 'backend',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'The account is no more, and nobody should know its phone.',
  data: z.object({ accountId: uuid, phone: e164 }),
  secret: ['phone'],
})
