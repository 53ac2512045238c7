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
