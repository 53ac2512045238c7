import { describe, expect, it } from 'vitest'
import { checkoutBody } from '../../../functions/backend/contract.ts'
import { acceptDraft, addressOf, checkoutJson, faultsOf, firstFault, missing } from './draft.ts'

const draft = {
  ...acceptDraft(undefined),
  name: ' Анна ',
  phone: '8 (916) 123-45-67',
  city: 'Заречье',
  street: 'улица Ленина',
  house: '12',
  slotId: 's1',
}
const seen = { items: [], delivery: { state: 'unknown' as const }, totalMinor: 12_300 }
const productId = '01900000-0000-7000-8000-000000000001'
const cart = {
  id: '01900000-0000-7000-8000-000000000000',
  lines: [{ productId, quantity: 2, name: { ru: 'Чайник', en: 'Kettle' } }],
}

describe('the checkout form', () => {
  it("makes a body that the shop's own schema takes", () => {
    const body = checkoutBody.parse(JSON.parse(checkoutJson(draft, cart, seen, 'en')))
    expect(body).toMatchObject({
      cartId: cart.id,
      items: [{ productId, quantity: 2 }],
      contact: { name: 'Анна', phone: '+79161234567' },
      address: { city: 'Заречье', street: 'улица Ленина', house: '12' },
      slotId: 's1',
      expectedTotalMinor: 12_300,
      paymentMethod: 'card',
      language: 'en',
    })
  })

  it('makes the same text of the same order', () => {
    expect(checkoutJson(draft, cart, seen, 'ru')).toBe(checkoutJson({ ...draft }, structuredClone(cart), seen, 'ru'))
  })

  it('leaves out what was not filled in', () => {
    const body = JSON.parse(checkoutJson({ ...draft, apartment: '  ', comment: '' }, cart, seen, 'ru'))
    expect(body).not.toHaveProperty('comment')
    expect(body.address).not.toHaveProperty('apartment')
  })

  it('says what prices and which fee were on the screen', () => {
    const line = { productId, sku: 's', slug: 's', name: { ru: '', en: '' }, image: null, quantity: 2 }
    const shown = {
      items: [{ ...line, priceMinor: 5_000, lineMinor: 10_000, available: 9, enough: true }],
      delivery: { state: 'known' as const, feeMinor: 2_300, weightExtraMinor: 0, freeFromMinor: null },
      totalMinor: 12_300,
    }
    expect(checkoutBody.parse(JSON.parse(checkoutJson(draft, cart, shown, 'ru')))).toMatchObject({
      items: [{ expectedPriceMinor: 5_000 }],
      expectedDeliveryFeeMinor: 2_300,
    })
  })

  it('tells what only a program can have filled in, and nothing where nothing is', () => {
    expect(JSON.parse(checkoutJson(draft, cart, seen, 'ru', 'https://x'))).toMatchObject({ website: 'https://x' })
    expect(JSON.parse(checkoutJson(draft, cart, seen, 'ru', ''))).not.toHaveProperty('website')
  })

  it('names what is missing, and has no address before it can be looked up', () => {
    const nothing = acceptDraft(undefined)
    expect(Object.keys(missing(nothing))).toEqual(['name', 'phone', 'city', 'street', 'house', 'slot'])
    expect(addressOf(nothing)).toBeUndefined()
    expect(missing(draft)).toEqual({})
  })

  it('finds the field of an error of the shop', () => {
    const errors = ['contact.phone', 'address.house', 'slotId', 'items.0.quantity'].map((field) => ({ field }))
    expect(faultsOf(errors)).toEqual({
      faults: { phone: 'refused', house: 'refused', slot: 'refused' },
      others: [{ field: 'items.0.quantity' }],
    })
  })

  it('begins at the fault that stands first on the page', () => {
    expect(firstFault({ slot: 'required', house: 'required' })).toBe('house')
    expect(firstFault({ comment: 'refused', slot: 'required' })).toBe('slot')
    expect(firstFault({})).toBeUndefined()
  })

  it('reads back a kept draft, whatever was kept', () => {
    expect(acceptDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
    expect(acceptDraft({ name: 7, paymentMethod: 'gold' })).toMatchObject({ name: '', paymentMethod: 'card' })
  })
})
