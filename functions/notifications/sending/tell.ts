import { on, type Subscription } from '@korob/platform/consumer'
import type { Transaction } from '@korob/platform/database'
import type { EventDefinition, EventOf } from '@korob/platform/events'
import { type Template, word } from '../domain/template.ts'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { keepSuperseded, queueMessage, queueMessageBefore, releaseHeld, supersedeHeld } from '../store/draft.ts'
import { admitDraft } from './admit.ts'
import { sendSoon } from './after-commit.ts'
import { shopTimeZone } from './settings.ts'

/** Subscribes a template to its event: each event becomes one message row, sent after commit. */
export const tell = <Definition extends EventDefinition>(template: Template<Definition>): Subscription => {
  const draftOf = (event: EventOf<Definition>) => word(template, event, shopTimeZone())

  const queue = async (event: EventOf<Definition>, tx: Transaction): Promise<string> => {
    const draft = draftOf(event)
    const admission = await admitDraft(tx, draft)
    if (template.event.type === orderCancelled.event.type) await supersedeHeld(tx, draft.orderId)
    else if (admission.reason === undefined && !admission.heldUntil) await releaseHeld(tx, draft.orderId)
    if (template.afterLaterNews === 'tell') await queueMessage(tx, draft, admission)
    // Orders and delivery number their events apart: a cancellation makes delivery's news wrong whatever the numbers.
    else await queueMessageBefore(tx, draft, admission, orderCancelled.event.type)
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
