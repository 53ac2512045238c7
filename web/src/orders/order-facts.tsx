import type { OrderView } from '../api/answers.ts'
import { dayAndTime, dayOf, timeOfDay, window } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { Definitions } from '../ui/definitions.tsx'
import { addressLine } from './address-line.ts'

/** When it comes: by the courier's plan once there is one, else by the slot. */
const deliveryTime = (order: OrderView): { start: string; end: string } | undefined => {
  const { start, end } = order.delivery?.window ?? order.slot
  return start !== undefined && end !== undefined ? { start, end } : undefined
}

export const OrderFacts = ({ order, timeZone }: { order: OrderView; timeZone: string }) => {
  const { language, t } = useLanguage()
  const when = deliveryTime(order)
  const { delivery, payment } = order
  return (
    <Definitions
      rows={[
        [t.order.placedAt, dayAndTime(order.placedAt, language, timeZone)],
        [
          t.order.slot,
          when
            ? `${dayOf(when.start, language, timeZone)}, ${window(when, language, timeZone)}`
            : t.order.slotRequested,
        ],
        [t.order.courier, delivery?.courier.firstName],
        [t.order.eta, !delivery?.deliveredAt && delivery?.eta && timeOfDay(delivery.eta, language, timeZone)],
        [t.tracking.deliveredAt, delivery?.deliveredAt && dayAndTime(delivery.deliveredAt, language, timeZone)],
        [t.order.address, addressLine(order.address, t)],
        [t.order.recipient, `${order.contact.name}, ${order.contact.phone}`],
        [
          t.order.payment,
          // What nobody has paid yet is paid at the door: no word of it is needed.
          payment.state === 'due'
            ? t.checkout.payments[payment.method]
            : `${t.checkout.payments[payment.method]}, ${t.operator.payments[payment.state]}`,
        ],
        [t.order.comment, order.comment],
      ]}
    />
  )
}
