import { integerSetting, optionalSetting } from '@korob/platform/config'
import type { Transaction } from '@korob/platform/database'
import { count } from '@korob/platform/observability'
import { type Admission, admit, type Kind, type Rules, type Withholding } from '../domain/admission.ts'
import { parseQuietHours } from '../domain/quiet-hours.ts'
import type { Draft } from '../domain/template.ts'
import { keepLimit, lockAddressee } from '../store/addressee.ts'

const rules = (): Rules => {
  const quiet = optionalSetting('SMS_QUIET_HOURS')
  return {
    perHour: { code: integerSetting('SMS_CODES_PER_HOUR', 10), news: integerSetting('SMS_NEWS_PER_HOUR', 30) },
    quiet: quiet === undefined ? undefined : parseQuietHours(quiet),
  }
}

const counters: Record<Withholding, string> = {
  blocked: 'textsBlocked',
  opted_out: 'textsOptedOut',
  limited: 'textsLimited',
}

const kindOf = (draft: Draft): Kind => (draft.secret ? 'code' : 'news')

/** Decides whether a text may go to its number, and when. Whoever keeps it then counts it, in the same transaction. */
export const admitDraft = async (tx: Transaction, draft: Draft): Promise<Admission> => {
  const { recipient, timeZone, waitsUntil } = draft
  const kind = kindOf(draft)
  const { nowMs, ...addressee } = await lockAddressee(tx, recipient, kind)
  const admission = admit({ kind, timeZone, waitsUntil }, addressee, rules(), nowMs)
  if (admission.reason !== undefined) count(counters[admission.reason])
  return admission
}

/** Counts an admitted text that was queued. */
export const countDraft = async (tx: Transaction, draft: Draft, admission: Admission): Promise<void> => {
  if (admission.reason === undefined) await keepLimit(tx, draft.recipient, kindOf(draft), admission.fullAtMs)
}
