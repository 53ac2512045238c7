import type { Language } from '@korob/platform/schema'
import type { About } from '../template.ts'

/** Whom a delivery event concerns. */
export const aboutDelivery = (data: {
  orderId: string
  recipient: { phone: string }
  language: Language
  timeZone: string
}): About => ({
  orderId: data.orderId,
  recipient: data.recipient.phone,
  language: data.language,
  timeZone: data.timeZone,
})

/** Who brings an order, and when. */
export interface Plan {
  orderNumber: string
  courier: { firstName: string }
  window: { start: string; end: string }
  eta: string
  trackingUrl: string
  /** The window is not the one that was asked for. */
  isOffered?: boolean | undefined
}
