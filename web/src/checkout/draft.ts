import type { CheckoutRequest, Language, Quote } from '../api/answers.ts'
import type { Cart } from '../cart/cart.ts'

export const addressFields = ['city', 'street', 'house', 'apartment', 'entrance', 'floor', 'intercom'] as const
const textFields = ['name', 'phone', 'email', ...addressFields, 'comment'] as const
export type TextField = (typeof textFields)[number]
export type PaymentMethod = CheckoutRequest['paymentMethod']

/** What is in the form. */
export type Draft = Record<TextField, string> & {
  slotId: string
  paymentMethod: PaymentMethod
  /** Once the order is taken, its address is kept with the profile. */
  keepAddress: boolean
}

export type FormField = TextField | 'slot' | 'paymentMethod'

/** What is wrong with a field: nothing is there, or the shop doesn't take what is. */
export type FieldFault = 'required' | 'refused'
export type Faults = Partial<Record<FormField, FieldFault>>

/** A draft out of whatever was kept. */
export const acceptDraft = (found: unknown): Draft => {
  const kept = (typeof found === 'object' && found !== null ? found : {}) as Record<string, unknown>
  const text = (name: string) => (typeof kept[name] === 'string' ? (kept[name] as string) : '')
  const texts = Object.fromEntries(textFields.map((name) => [name, text(name)])) as Record<TextField, string>
  return {
    ...texts,
    slotId: text('slotId'),
    paymentMethod: kept.paymentMethod === 'cash' ? 'cash' : 'card',
    keepAddress: kept.keepAddress === true,
  }
}

const requiredFields = ['name', 'phone', 'city', 'street', 'house'] as const

/** Required fields that are empty. Everything else is for the shop to judge. */
export const missing = (draft: Draft): Faults => ({
  ...Object.fromEntries(requiredFields.filter((name) => draft[name].trim() === '').map((name) => [name, 'required'])),
  ...(draft.slotId === '' ? { slot: 'required' as const } : {}),
})

const optional = (text: string): string | undefined => text.trim() || undefined

/** The address, once it can be looked up. */
export const addressOf = (draft: Draft): CheckoutRequest['address'] | undefined => {
  const [city, street, house] = [draft.city.trim(), draft.street.trim(), draft.house.trim()]
  if (city === '' || street === '' || house === '') return undefined
  return {
    city,
    street,
    house,
    apartment: optional(draft.apartment),
    entrance: optional(draft.entrance),
    floor: optional(draft.floor),
    intercom: optional(draft.intercom),
  }
}

/** What the shopper was shown: the shop refuses to take an order at other prices than these. */
export interface Seen extends Pick<Quote, 'items' | 'delivery'> {
  totalMinor: number
}

const itemsOf = (cart: Cart, { items }: Seen): CheckoutRequest['items'] => {
  const shown = new Map(items.map(({ productId, priceMinor }) => [productId, priceMinor]))
  return cart.lines.map(({ productId, quantity }) => ({
    productId,
    quantity,
    expectedPriceMinor: shown.get(productId),
  }))
}

/**
 * The body of POST /api/orders, as text.
 * @param website what is in the field that people don't see
 */
export const checkoutJson = (draft: Draft, cart: Cart, seen: Seen, language: Language, website = ''): string => {
  const body: CheckoutRequest = {
    cartId: cart.id,
    items: itemsOf(cart, seen),
    contact: { name: draft.name.trim(), phone: draft.phone.trim(), email: optional(draft.email) },
    address: addressOf(draft) ?? { city: draft.city, street: draft.street, house: draft.house },
    slotId: draft.slotId,
    expectedTotalMinor: seen.totalMinor,
    // Without a fee for the address, the total is of the goods alone, and no fee was shown.
    expectedDeliveryFeeMinor: seen.delivery.state === 'known' ? seen.delivery.feeMinor : undefined,
    paymentMethod: draft.paymentMethod,
    comment: optional(draft.comment),
    language,
    website: website === '' ? undefined : website,
  }
  return JSON.stringify(body)
}

const formFields: ReadonlySet<string> = new Set<FormField>([...textFields, 'slot', 'paymentMethod'])

/**
 * The form's fields that the shop refused (`contact.phone` → phone), and the errors that no field stands for.
 * Fields come in the order of the form, so that the first can be focused.
 */
export const faultsOf = <E extends { field: string }>(errors: readonly E[]): { faults: Faults; others: E[] } => {
  const named = errors.map((error) => {
    const last = error.field.split('.').at(-1) ?? ''
    const field = last === 'slotId' ? 'slot' : last
    return { error, field: formFields.has(field) ? (field as FormField) : undefined }
  })
  return {
    faults: Object.fromEntries(named.flatMap(({ field }) => (field ? [[field, 'refused' as const]] : []))),
    others: named.filter(({ field }) => !field).map(({ error }) => error),
  }
}

/** The first field with a fault, from the top of the page. */
export const firstFault = (faults: Faults): FormField | undefined =>
  [...textFields.slice(0, -1), 'slot' as const, 'comment' as const, 'paymentMethod' as const].find(
    (field) => faults[field] !== undefined,
  )
