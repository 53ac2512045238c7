import type { Language } from '@korob/platform/schema'

/** Whom a delivery event concerns. */
export const aboutDelivery = (data: {
  orderId: string
  recipient: { phone: string }
  language: Language
}): { orderId: string; recipient: string; language: Language } => ({
  orderId: data.orderId,
  recipient: data.recipient.phone,
  language: data.language,
})
