import { onTogether, type Subscription } from '@korob/platform/consumer'
import type { Transaction } from '@korob/platform/database'
import type { EventDefinition } from '@korob/platform/events'
import { type Template, word } from '../domain/template.ts'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { reserveAddressees } from '../store/addressees.ts'
import { sendClaimed, sendSoon } from './after-commit.ts'
import { claimingNow } from './claim-in-turn.ts'
import { countWithheld } from './count-withheld.ts'
import { keepTexts, type Telling } from './keep-texts.ts'
import { shopTimeZone } from './settings.ts'

const keepAndSend = async (tellings: readonly Telling[], tx: Transaction) => {
  const keptAtMs = Date.now()
  const { claimed, withheld } = await keepTexts(tx, tellings, claimingNow())
  return async () => {
    countWithheld(withheld)
    sendClaimed(claimed, keptAtMs)
    for (const { draft, isSuperseded } of tellings) if (!isSuperseded) sendSoon(draft.orderId)
  }
}

/** Which of these numbers no other transaction is telling anything. */
const reserveNumbers = async (phones: readonly string[], tx: Transaction): Promise<boolean[]> => {
  const lines = [...new Set(phones)].map((phone) => ({ phone, kind: 'news' as const }))
  const free = new Set((await reserveAddressees(tx, lines)).map(({ phone }) => phone))
  return phones.map((phone) => free.has(phone))
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
    { whatOf: ({ data }) => template.about(data).recipient, reserve: reserveNumbers },
  )
}
