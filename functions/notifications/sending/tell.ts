import { optionalSetting } from '@korob/platform/config'
import { on, type Subscription } from '@korob/platform/consumer'
import type { Transaction } from '@korob/platform/database'
import type { EventDefinition, EventOf } from '@korob/platform/events'
import { type Template, word } from '../domain/template.ts'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { keepSuperseded, queueMessage, queueMessageBefore } from '../store/draft.ts'
import { sendSoon } from './after-commit.ts'

const shopTimeZone = (): string => optionalSetting('SHOP_TIME_ZONE') ?? 'Europe/Moscow'

/** Subscribes a template to its event: each event becomes one message row, sent after commit. */
export const tell = <Definition extends EventDefinition>(template: Template<Definition>): Subscription => {
  const draftOf = (event: EventOf<Definition>) => word(template, event, shopTimeZone())

  const queue = async (event: EventOf<Definition>, tx: Transaction): Promise<string> => {
    const draft = draftOf(event)
    if (template.afterLaterNews === 'tell') await queueMessage(tx, draft)
    // Orders and delivery number their events apart: a cancellation makes delivery's news wrong whatever the numbers.
    else await queueMessageBefore(tx, draft, orderCancelled.event.type)
    return draft.orderId
  }

  return on(
    template.event,
    async (event, tx) => {
      const orderId = await queue(event, tx)
      return async () => sendSoon(orderId)
    },
    async (event, tx) => {
      if (template.afterLaterNews === 'drop') await keepSuperseded(tx, draftOf(event))
      // Only asks to look: should this transaction roll back, there is nothing to find.
      else sendSoon(await queue(event, tx))
    },
  )
}
