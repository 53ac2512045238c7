import { integerSetting, optionalSetting } from '@korob/platform/config'
import type { Transaction } from '@korob/platform/database'
import {
  type Addressee,
  type Admission,
  admit,
  type Kind,
  type Rules,
  type Withholding,
  withholdings,
} from '../domain/admission.ts'
import { parseQuietHours } from '../domain/quiet-hours.ts'
import { rounds } from '../domain/rounds.ts'
import type { Draft } from '../domain/template.ts'
import { announcements } from '../domain/templates/announcements.ts'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { keepLimits, type Line, lockAddressees } from '../store/addressees.ts'
import type { ClaimedMessage } from '../store/claim.ts'
import { type Claiming, insertTexts } from '../store/draft.ts'
import { releaseHeld, supersedeHeld, supersedeHeldOf } from '../store/held.ts'

/** A text that an event asks for, and what it means for others of its order. */
export interface Telling {
  draft: Draft
  /** Later news has overtaken it: it is kept for the record, and concerns no other. */
  isSuperseded: boolean
  /** It is untrue once its shopper was told of a cancellation. */
  isBeforeCancellation?: boolean
  /** All that waits for the morning is untrue. */
  endsAll?: boolean
  /** What was announced before is. */
  announces?: boolean
}

const rules = (): Rules => {
  const quiet = optionalSetting('SMS_QUIET_HOURS')
  return {
    perHour: { code: integerSetting('SMS_CODES_PER_HOUR', 10), news: integerSetting('SMS_NEWS_PER_HOUR', 30) },
    quiet: quiet === undefined ? undefined : parseQuietHours(quiet),
  }
}

const kindOf = (draft: Draft): Kind => (draft.secret ? 'code' : 'news')
const lineOf = (draft: Draft): Line => ({ phone: draft.recipient, kind: kindOf(draft) })
const keyOf = ({ phone, kind }: Line): string => `${kind} ${phone}`

/** Locked numbers, and what is left of their allowances as texts are let through. */
const lockNumbers = async (tx: Transaction, drafts: readonly Draft[]) => {
  const lines = new Map(drafts.map((draft) => [keyOf(lineOf(draft)), lineOf(draft)]))
  const locked = lines.size === 0 ? [] : await lockAddressees(tx, [...lines.values()])
  const known = new Map<string, Line & Addressee & { nowMs: number }>(locked.map((line) => [keyOf(line), line]))
  const used = new Map<string, Line & { fullAtMs: number }>()
  const currentRules = rules()
  return {
    admit: (draft: Draft): Admission => {
      const { recipient, timeZone, waitsUntil } = draft
      const kind = kindOf(draft)
      const addressee = known.get(keyOf(lineOf(draft)))
      if (!addressee) throw new Error(`a text to a number that was not locked: ${recipient.slice(0, 5)}…`)
      return admit({ kind, timeZone, waitsUntil }, addressee, currentRules, addressee.nowMs)
    },
    use: (draft: Draft, fullAtMs: number): void => {
      const key = keyOf(lineOf(draft))
      const addressee = known.get(key)
      if (addressee) known.set(key, { ...addressee, fullAtMs })
      used.set(key, { ...lineOf(draft), fullAtMs })
    },
    keep: async (): Promise<void> => {
      if (used.size > 0) await keepLimits(tx, [...used.values()])
    },
  }
}
type Numbers = Awaited<ReturnType<typeof lockNumbers>>

/** What became of texts that were to be kept, once the transaction has committed. */
export interface Kept {
  claimed: ClaimedMessage[]
  /** Why each was withheld that was. */
  withheld: Withholding[]
}

const isWithholding = (reason: string | undefined): reason is Withholding =>
  withholdings.some((withholding) => withholding === reason)

const orderIdsOf = (tellings: readonly Telling[]): string[] => tellings.map(({ draft }) => draft.orderId)

/** Keeps texts of which no two are of one order or to one number. */
const keepRound = async (
  tx: Transaction,
  round: readonly Telling[],
  numbers: Numbers,
  claiming: Claiming | undefined,
): Promise<Kept> => {
  const current = round.filter(({ isSuperseded }) => !isSuperseded)
  const ending = current.filter(({ endsAll }) => endsAll)
  if (ending.length > 0) await supersedeHeld(tx, orderIdsOf(ending))
  const admissions = new Map(current.map((telling) => [telling, numbers.admit(telling.draft)]))
  const fates = await insertTexts(
    tx,
    round.map((telling) => {
      const admission = admissions.get(telling)
      const { draft, isSuperseded, isBeforeCancellation = false } = telling
      return {
        draft,
        isSuperseded,
        isBeforeFinalNews: isBeforeCancellation,
        reason: admission?.reason,
        heldUntil: admission?.reason === undefined ? admission?.heldUntil : undefined,
      }
    }),
    orderCancelled.event.type,
    claiming,
  )
  const announcing = current.filter(({ announces }) => announces)
  // What was told before is untrue also where the reader gets nothing in its stead.
  if (announcing.length > 0)
    await supersedeHeldOf(
      tx,
      orderIdsOf(announcing),
      announcements,
      announcing.map(({ draft }) => draft.eventId),
    )
  const goingNow: string[] = []
  for (const [at, telling] of round.entries()) {
    const admission = admissions.get(telling)
    if (fates[at]?.kind === 'not sent' || !admission || admission.reason !== undefined) continue
    numbers.use(telling.draft, admission.fullAtMs)
    // Tries to sign in have nothing that waits.
    if (!admission.heldUntil && !telling.draft.secret) goingNow.push(telling.draft.orderId)
  }
  if (goingNow.length > 0) await releaseHeld(tx, goingNow)
  const reasons = fates.map((fate) => (fate.kind === 'not sent' ? fate.reason : undefined))
  return {
    claimed: fates.flatMap((fate) => (fate.kind === 'claimed' ? [fate.message] : [])),
    withheld: reasons.filter(isWithholding),
  }
}

/**
 * Keeps the texts that events ask for, each once, decides which may go to their numbers and when, and counts those. As if one
 * came after the other, in few statements: what is of one order or to one number has its turn in a later round.
 * @param claiming whoever keeps them sends those that nothing is before, once the transaction has committed
 */
export const keepTexts = async (tx: Transaction, tellings: readonly Telling[], claiming?: Claiming): Promise<Kept> => {
  const numbers = await lockNumbers(
    tx,
    tellings.flatMap(({ draft, isSuperseded }) => (isSuperseded ? [] : [draft])),
  )
  const claimed: ClaimedMessage[] = []
  const withheld: Withholding[] = []
  for (const round of rounds(tellings, ({ draft }) => [draft.orderId, draft.recipient])) {
    const most = (claiming?.most ?? 0) - claimed.length
    const kept = await keepRound(tx, round, numbers, claiming && { ...claiming, most })
    claimed.push(...kept.claimed)
    withheld.push(...kept.withheld)
  }
  await numbers.keep()
  return { claimed, withheld }
}
