import { on, type Subscription } from '@korob/platform/consumer'
import type { Transaction } from '@korob/platform/database'
import type { EventDefinition, EventOf } from '@korob/platform/events'
import type { Admission } from '../domain/admission.ts'
import { type Draft, type Template, word } from '../domain/template.ts'
import { announcements } from '../domain/templates/announcements.ts'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { keepSuperseded, queueMessage, queueMessageBefore } from '../store/draft.ts'
import { releaseHeld, supersedeHeld, supersedeHeldOf } from '../store/held.ts'
import { admitDraft, countDraft } from './admit.ts'
import { sendSoon } from './after-commit.ts'
import { shopTimeZone } from './settings.ts'

/** Subscribes a template to its event: each event becomes one message row, sent after commit. */
export const tell = <Definition extends EventDefinition>(template: Template<Definition>): Subscription => {
  const draftOf = (event: EventOf<Definition>) => word(template, event, shopTimeZone())

  const keep = (tx: Transaction, draft: Draft, admission: Admission) =>
    template.afterLaterNews === 'tell'
      ? queueMessage(tx, draft, admission)
      : // Orders and delivery number their events apart: a cancellation makes delivery's news wrong whatever the numbers.
        queueMessageBefore(tx, draft, admission, orderCancelled.event.type)

  const queue = async (event: EventOf<Definition>, tx: Transaction): Promise<string> => {
    const draft = draftOf(event)
    const { orderId } = draft
    const admission = await admitDraft(tx, draft)
    if (template.event.type === orderCancelled.event.type) await supersedeHeld(tx, orderId)
    const isQueued = (await keep(tx, draft, admission)) === 'queued'
    // What was told before is untrue also where the reader gets nothing in its stead.
    if (template.announces) await supersedeHeldOf(tx, orderId, announcements, event.id)
    if (isQueued) {
      await countDraft(tx, draft, admission)
      if (admission.reason === undefined && !admission.heldUntil) await releaseHeld(tx, orderId)
    }
    return orderId
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
