import { integerSetting, optionalSetting } from '@korob/platform/config'
import type { Transaction } from '@korob/platform/database'
import { count } from '@korob/platform/observability'
import { type Admission, admit, type Rules, type Withholding } from '../domain/admission.ts'
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

/** Decides whether a text may go to its number, and when; one that may is counted, in the transaction that keeps it. */
export const admitDraft = async (tx: Transaction, draft: Draft): Promise<Admission> => {
  const { recipient, timeZone, waitsUntil } = draft
  const kind = draft.secret ? 'code' : 'news'
  const { nowMs, ...addressee } = await lockAddressee(tx, recipient, kind)
  const admission = admit({ kind, timeZone, waitsUntil }, addressee, rules(), nowMs)
  if (admission.reason === undefined) await keepLimit(tx, recipient, kind, admission.fullAtMs)
  else count(counters[admission.reason])
  return admission
}
