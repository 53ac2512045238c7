import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import type { Account } from '../store/accounts.ts'

/** The account that calls. @throws Problem unauthorized for anybody else */
export const accountIdOf = (actor: Actor): string => {
  if (actor.role !== 'shopper') throw new Problem('unauthorized')
  return actor.id
}

/** @throws Problem unauthorized when the account was deleted, and its token still lives */
export const present = (account: Account | undefined): Account => {
  if (!account) throw new Problem('unauthorized')
  return account
}
