import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import type { ProfileAnswer } from '../account-views.ts'
import { type Account, type AccountChange, changeAccount, readAccount } from '../store/accounts.ts'
import { readCart } from '../store/saved-carts.ts'
import { readSessions } from '../store/sessions.ts'
import type { OrdersOfAccounts } from './adopt-orders.ts'
import { rolesOf } from './session-answer.ts'

/** The account that calls. @throws Problem unauthorized for anybody else */
export const accountIdOf = (actor: Actor): string => {
  if (actor.role !== 'shopper') throw new Problem('unauthorized')
  return actor.id
}

const shown = async (account: Account): Promise<ProfileAnswer> => ({
  accountId: account.id,
  phone: account.phone,
  name: account.name,
  language: account.language,
  addresses: account.addresses.map(({ label, address }) => ({ ...(label === undefined ? {} : { label }), address })),
  roles: [...(await rolesOf(account)).keys()],
  createdAt: account.createdAt.toISOString(),
})

/** @throws Problem unauthorized when the account was deleted, and its token still lives */
const present = (account: Account | undefined): Account => {
  if (!account) throw new Problem('unauthorized')
  return account
}

export const readProfile = async (actor: Actor): Promise<ProfileAnswer> =>
  shown(present(await readAccount(accountIdOf(actor))))

export const changeProfile = async (actor: Actor, change: AccountChange): Promise<ProfileAnswer> =>
  shown(present(await changeAccount(accountIdOf(actor), change)))

/** All that is kept of an account. @throws Problem unavailable while orders can't be asked */
export const exportProfile = async (orders: OrdersOfAccounts, actor: Actor) => {
  const account = present(await readAccount(accountIdOf(actor)))
  const found: { orderId: string }[] = []
  for (let more = true; more; ) {
    const page = await orders.exportPage({ accountId: account.id, after: found.at(-1)?.orderId })
    if (page.kind === 'refused') throw page.problem
    if (page.kind === 'unknown') throw new Problem('unavailable', { retryAfterSeconds: 2 })
    found.push(...page.value.orders)
    more = page.value.more
  }
  const sessions = await readSessions(account.id)
  const cart = await readCart(account.id)
  return {
    exportedAt: new Date().toISOString(),
    profile: await shown(account),
    sessions: sessions.map(({ signedInAt, lastUsedAt, endedAt }) => ({
      signedInAt: signedInAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
    cart: cart ?? null,
    orders: found,
  }
}
