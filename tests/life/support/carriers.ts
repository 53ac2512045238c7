import type { Envelope } from '@korob/platform/events'
import { sqsBatch } from '../../orders/support/sqs-batch.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import type { SideBySide } from './services.ts'

/** A message that waits for one consumer. */
export interface Message {
  to: Consumer
  event: Envelope
}

type Consumer = 'catalog' | 'delivery' | 'orders.stock' | 'orders.delivery' | 'texts.orders' | 'texts.delivery'

/** Who hears what: the subscriptions of the queues. */
const consumersOf = ({ type }: Envelope, carrier: string): Consumer[] => {
  if (type.startsWith('delivery.')) return ['orders.delivery', 'texts.delivery']
  if (type.startsWith('stock.')) return ['orders.stock']
  if (carrier === 'rabbitmq') return ['texts.orders']
  if (type === 'order.paid') return ['delivery']
  return ['order.confirmed', 'order.cancelled'].includes(type) ? ['catalog', 'delivery'] : ['catalog']
}

const sources = ['orders', 'catalog', 'delivery'] as const

/** Carries what services commit to their outboxes, one message at a time, in whatever order it is told to. */
export const carriersOf = (shop: SideBySide) => {
  const { orders, notifications, admin } = shop
  const read = new Map<string, number>()
  const waiting: Message[] = []

  /** Takes over what has been committed since. */
  const collect = async (): Promise<void> => {
    for (const source of sources) {
      const { rows } = await admin.query<{ position: number; carrier: string; envelope: Envelope }>(
        `select position::int, carrier, envelope from ${source}.outbox
          where position > $1 and carrier <> 'sqs' order by position`,
        [read.get(source) ?? 0],
      )
      for (const { position, carrier, envelope } of rows) {
        read.set(source, position)
        for (const to of consumersOf(envelope, carrier)) waiting.push({ to, event: envelope })
      }
    }
  }

  const texts = [
    notifications.orderConfirmed,
    notifications.orderChanged,
    notifications.orderCancelled,
    notifications.courierAssigned,
    notifications.rescheduled,
    notifications.handedOver,
    notifications.departed,
    notifications.delivered,
    notifications.deliveryFailed,
  ].map((template) => notifications.tell(template as never))

  const bySqs = async (handler: typeof shop.catalog.onOrders, event: Envelope) => {
    const { batchItemFailures } = await handler(sqsBatch([event]), lambdaContext())
    if (batchItemFailures.length > 0) throw new Error('comes back')
  }

  const apply = ({ to, event }: Message): Promise<void> => {
    switch (to) {
      case 'catalog':
        return bySqs(shop.catalog.onOrders, event)
      case 'delivery':
        return bySqs(shop.delivery.onOrders, event)
      case 'orders.stock':
        return orders.applyEvent('orders.on-stock', orders.onStock, event)
      case 'orders.delivery':
        return orders.applyEvent('orders.delivery', orders.onDelivery, event)
      case 'texts.orders':
        return notifications.applyEvent('notifications.orders', texts, event)
      case 'texts.delivery':
        return notifications.applyEvent('notifications.delivery', texts, event)
    }
  }

  return {
    collect,
    waiting,
    /** Delivers one message; one that fails, or is to come twice, stays. False if it failed. */
    deliver: async (index: number, twice = false): Promise<boolean> => {
      const [message] = waiting.splice(index % waiting.length, 1)
      if (!message) return false
      const done = await apply(message).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && /TooEarly|comes back/.test(`${error.name} ${error.message}`)) return false
          throw error
        },
      )
      if (!done || twice) waiting.push(message)
      await collect()
      return done
    },
  }
}
export type Carriers = ReturnType<typeof carriersOf>
