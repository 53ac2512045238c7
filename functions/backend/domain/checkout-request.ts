import type { z } from '@korob/platform/schema'
import type { checkoutBody } from '../contract.ts'

export type CheckoutBody = z.output<typeof checkoutBody>

/** What a shopper asks for, checked; kept with the key until it is answered. */
export interface CheckoutRequest extends CheckoutBody {
  language: 'ru' | 'en'
  accountId?: string
}
