import type { EventOf } from '@korob/platform/events'
import { orderConfirmed as event } from '../../../orders/contract.ts'
import type { Values } from '../filling.ts'
import { defineTemplate, earlier, hoursAfter, later } from '../template.ts'
import texts from '../texts/order-confirmed.json' with { type: 'json' }
import { money, period } from '../wording.ts'

type Slot = EventOf<typeof event>['data']['slot']

/** The slot's, unless delivery hasn't agreed to it yet. */
const agreedWindow = ({ state, start, end }: Slot): { start: string; end: string } | undefined =>
  state === 'held' && start && end ? { start, end } : undefined

// It answers what the shopper has just done, and so can't wait for the morning.
export const orderConfirmed = defineTemplate({
  event,
  about: ({ orderId, contact, language }) => ({ orderId, recipient: contact.phone, language }),
  texts,
  variantOf: ({ slot }) => (agreedWindow(slot) ? 'scheduled' : 'unscheduled'),
  valuesOf: ({ number, totalMinor, currency, slot }, language, timeZone): Values => {
    const window = agreedWindow(slot)
    return {
      number,
      total: money(totalMinor, currency, language),
      ...(window && { when: period(window, timeZone, language) }),
    }
  },
  usefulUntil: ({ time, data: { slot } }) =>
    slot.end ? later(hoursAfter(time, 1), earlier(new Date(slot.end), hoursAfter(time, 24))) : hoursAfter(time, 24),
  afterLaterNews: 'drop',
})
