import type { z } from '@korob/platform/schema'
import type { checkoutBody } from '../contract.ts'

/** As checked, without what is there for robots: an honest request means the same with it empty and without. */
export type CheckoutBody = Omit<z.output<typeof checkoutBody>, 'website'>

/** What a shopper asks for, checked; kept with the key until it is answered. */
export interface CheckoutRequest extends CheckoutBody {
  language: 'ru' | 'en'
  accountId?: string
}
