import type { EventOf } from '@korob/platform/events'
import type { Language } from '@korob/platform/schema'
import { orderConfirmed as event } from '../../../orders/contract.ts'
import { defineTemplate, earlier, hoursAfter, later } from '../template.ts'
import { money, period } from '../wording.ts'

type Facts = EventOf<typeof event>['data']

const total = (facts: Facts): string => money(facts.totalMinor, facts.currency, facts.language)

/** The slot, unless delivery hasn't agreed to it yet. */
const when = ({ slot: { state, start, end } }: Facts, timeZone: string, language: Language): string | undefined =>
  state === 'held' && start && end ? period({ start, end }, timeZone, language) : undefined

// It answers what the shopper has just done, and so can't wait for the morning.
export const orderConfirmed = defineTemplate({
  event,
  about: ({ orderId, contact, language }) => ({ orderId, recipient: contact.phone, language }),
  text: {
    ru: (facts, timeZone) => {
      const slot = when(facts, timeZone, 'ru')
      return `Заказ ${facts.number} принят: ${total(facts)}. ${slot ? `Доставим ${slot}.` : 'Время доставки сообщим.'}`
    },
    en: (facts, timeZone) => {
      const slot = when(facts, timeZone, 'en')
      return `Order ${facts.number} is confirmed: ${total(facts)}. ${slot ? `Delivery ${slot}.` : 'We will text you the delivery time.'}`
    },
  },
  usefulUntil: ({ time, data: { slot } }) =>
    slot.end ? later(hoursAfter(time, 1), earlier(new Date(slot.end), hoursAfter(time, 24))) : hoursAfter(time, 24),
  afterLaterNews: 'drop',
})
