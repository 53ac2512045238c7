import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import type { OrderTexts } from '../../notifications/contract.ts'
import type { MessagesAnswer } from '../account-views.ts'
import type { Outcome } from '../domain/outcome.ts'
import { type Account, readAccount } from '../store/accounts.ts'
import { accountIdOf, present } from './present-account.ts'

/** What notifications does for a number. */
export interface TextsOfPhones {
  read(of: { phone: string }): Promise<Outcome<OrderTexts>>
  wish(wish: { phone: string; orders: boolean; wishedAt: string }): Promise<Outcome<OrderTexts>>
}

const answerOf = (phone: string, outcome: Outcome<OrderTexts>): MessagesAnswer => {
  if (outcome.kind === 'refused') throw outcome.problem
  if (outcome.kind === 'unknown') throw new Problem('unavailable', { retryAfterSeconds: 2 })
  return { phone, ...outcome.value }
}

/** @throws Problem unavailable while notifications can't be asked */
export const textsOf = async (texts: TextsOfPhones, { phone }: Pick<Account, 'phone'>): Promise<MessagesAnswer> =>
  answerOf(phone, await texts.read({ phone }))

export const readMessages = async (texts: TextsOfPhones, actor: Actor): Promise<MessagesAnswer> =>
  textsOf(texts, present(await readAccount(accountIdOf(actor))))

/**
 * Has notifications do what the shopper wishes. A call without an answer may still be done, now or later: it carries its time,
 * so that it undoes no wish that came after it.
 * @throws Problem unavailable when it isn't known to be done, and stopped_by_phone
 */
export const changeMessages = async (
  texts: TextsOfPhones,
  actor: Actor,
  { orders }: { orders: boolean },
  now = new Date(),
): Promise<MessagesAnswer> => {
  const { phone } = present(await readAccount(accountIdOf(actor)))
  return answerOf(phone, await texts.wish({ phone, orders, wishedAt: now.toISOString() }))
}
