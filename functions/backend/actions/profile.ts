import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import type { ProfileAnswer } from '../account-views.ts'
import { type Account, type AccountChange, changeAccount, readAccount } from '../store/accounts.ts'
import { readCart } from '../store/saved-carts.ts'
import { readSessions } from '../store/sessions.ts'
import type { OrdersOfAccounts } from './adopt-orders.ts'
import { type TextsOfPhones, textsOf } from './messages-of-profile.ts'
import { accountIdOf, present } from './present-account.ts'
import { rolesOf } from './session-answer.ts'

const shown = async (account: Account): Promise<ProfileAnswer> => ({
  accountId: account.id,
  phone: account.phone,
  name: account.name,
  language: account.language,
  addresses: account.addresses.map(({ label, address }) => ({ ...(label === undefined ? {} : { label }), address })),
  roles: [...(await rolesOf(account)).keys()],
  createdAt: account.createdAt.toISOString(),
})

export const readProfile = async (actor: Actor): Promise<ProfileAnswer> =>
  shown(present(await readAccount(accountIdOf(actor))))

export const changeProfile = async (actor: Actor, change: AccountChange): Promise<ProfileAnswer> =>
  shown(present(await changeAccount(accountIdOf(actor), change)))

/** All that is kept of an account. @throws Problem unavailable while orders or notifications can't be asked */
export const exportProfile = async (orders: OrdersOfAccounts, texts: TextsOfPhones, actor: Actor) => {
  const account = present(await readAccount(accountIdOf(actor)))
  const messages = await textsOf(texts, account)
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
    messages,
    sessions: sessions.map(({ signedInAt, lastUsedAt, endedAt }) => ({
      signedInAt: signedInAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
    cart: cart ?? null,
    orders: found,
  }
}
