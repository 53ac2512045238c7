import { onTogether, type Subscription } from '@korob/platform/consumer'
import type { Transaction } from '@korob/platform/database'
import type { EventDefinition } from '@korob/platform/events'
import { type Template, word } from '../domain/template.ts'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { sendClaimed, sendSoon } from './after-commit.ts'
import { claimingNow } from './claim-in-turn.ts'
import { keepTexts, type Telling } from './keep-texts.ts'
import { shopTimeZone } from './settings.ts'

const keepAndSend = async (tellings: readonly Telling[], tx: Transaction) => {
  const keptAtMs = Date.now()
  const claimed = await keepTexts(tx, tellings, claimingNow())
  return async () => {
    sendClaimed(claimed, keptAtMs)
    for (const { draft, isSuperseded } of tellings) if (!isSuperseded) sendSoon(draft.orderId)
  }
}

/** Subscribes a template to its event: each event becomes one message row, sent after commit. */
export const tell = <Definition extends EventDefinition>(template: Template<Definition>): Subscription => {
  const isDroppable = template.afterLaterNews === 'drop'
  const cancelledType = orderCancelled.event.type
  return onTogether(
    template.event,
    (event, isStale): Telling => ({
      draft: word(template, event, shopTimeZone()),
      isSuperseded: isStale && isDroppable,
      // Orders and delivery number their events apart: a cancellation makes delivery's news wrong whatever the numbers.
      isBeforeCancellation: isDroppable,
      endsAll: template.event.type === cancelledType,
      announces: template.announces ?? false,
    }),
    keepAndSend,
  )
}
