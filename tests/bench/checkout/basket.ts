import { randomBytes, randomUUID } from 'node:crypto'
import type { Item } from '../../support/shopper.ts'

/** A cart that was quoted, so that its total is the one the shop will find. */
export interface Basket {
  items: Item[]
  totalMinor: number
}

/** What both kinds of clients order from. */
export interface Assortment {
  baskets: Basket[]
  slotIds: string[]
}

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T

const phone = (): string => `+79${String(100_000_000 + (randomBytes(4).readUInt32BE() % 99_999_999)).padStart(9, '0')}`

/** The body of a checkout by a guest who was never here before. */
export const newCheckout = ({ baskets, slotIds }: Assortment) => {
  const { items, totalMinor } = pick(baskets)
  return {
    cartId: randomUUID(),
    items,
    contact: { name: 'Анна Петрова', phone: phone() },
    address: { city: 'Заречье', street: 'Заводская улица', house: '7', apartment: '12' },
    slotId: pick(slotIds),
    expectedTotalMinor: totalMinor,
    paymentMethod: 'cash' as const,
    language: 'ru' as const,
  }
}
