import { randomBytes } from 'node:crypto'
import { database } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { unseal } from '@korob/platform/sealed'
import { sql } from '@korob/platform/sql'
import { type Actor, type Role, verifyAccessToken } from '@korob/platform/tokens'
import type { NewSessionAnswer } from '../../../functions/backend/account-views.ts'
import type { OrdersOfAccounts } from '../../../functions/backend/actions/adopt-orders.ts'
import { askCode } from '../../../functions/backend/actions/ask-code.ts'
import type { TextsOfPhones } from '../../../functions/backend/actions/messages-of-profile.ts'
import { signIn } from '../../../functions/backend/actions/sign-in.ts'
import type { Outcome } from '../../../functions/backend/domain/outcome.ts'
import type { OrderTexts } from '../../../functions/notifications/contract.ts'
import { newPhone } from '../../support/shopper.ts'

const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value })

/** What orders promises to do for accounts, and how often it was asked. */
export class PromisedOrders implements OrdersOfAccounts {
  reachable = true
  open: string[] = []
  readonly adopted: string[] = []
  readonly erased: string[] = []

  async #answer<T>(work: () => Outcome<T>): Promise<Outcome<T>> {
    return this.reachable ? work() : { kind: 'unknown', reason: 'orders is away' }
  }

  adopt = ({ accountId }: { accountId: string }) =>
    this.#answer(() => {
      this.adopted.push(accountId)
      return done({ adopted: 0 })
    })

  erase = ({ accountId }: { accountId: string }) =>
    this.#answer<{ erased: number }>(() => {
      if (this.open.length > 0)
        return { kind: 'refused', problem: new Problem('open_orders', { details: { orders: this.open } }) }
      this.erased.push(accountId)
      return done({ erased: 1 })
    })

  exportPage = ({ after }: { after?: string | undefined }) =>
    this.#answer(() =>
      done({ orders: [{ orderId: after === undefined ? 'first' : 'second' }], more: after === undefined }),
    )

  find: OrdersOfAccounts['find'] = () =>
    this.#answer<never>(() => ({ kind: 'refused', problem: new Problem('not_found') }))
  revokeLinks = () => this.#answer(() => done({ revokedAt: new Date().toISOString() }))
}

/** What notifications promises to do for numbers. `lost`: the call is done, and its answer never comes. */
export class PromisedTexts implements TextsOfPhones {
  state: 'reachable' | 'lost' | 'away' = 'reachable'
  refusal: Problem | undefined
  readonly wishes: { phone: string; orders: boolean; wishedAt: string }[] = []

  async #answer(phone: string): Promise<Outcome<OrderTexts>> {
    if (this.state !== 'reachable') return { kind: 'unknown', reason: 'notifications is away' }
    const last = this.wishes.filter((wish) => wish.phone === phone).at(-1)
    const isOn = last?.orders ?? true
    return done({
      orders: isOn,
      stoppedAt: isOn ? null : (last?.wishedAt ?? null),
      stoppedBy: isOn ? null : 'profile',
      resumeBy: isOn ? null : 'profile',
      blockedByShop: false,
    })
  }

  read = ({ phone }: { phone: string }) => this.#answer(phone)

  wish = async (wish: { phone: string; orders: boolean; wishedAt: string }): Promise<Outcome<OrderTexts>> => {
    if (this.refusal) return { kind: 'refused', problem: this.refusal }
    if (this.state !== 'away') this.wishes.push(wish)
    return this.#answer(wish.phone)
  }
}

/** An address that nobody else in this run calls from. */
export const newAddress = (): string => `10.${[...randomBytes(3)].join('.')}`

/** The code on its way to a phone, as only who has the key can read it. */
export const codeOf = async (signInId: string): Promise<string> => {
  const { sealed } = await database.one<{ sealed: string }>(sql`
    select envelope -> 'data' ->> 'sealed' as sealed from outbox where subject = ${signInId}`)
  const code = await unseal(sealed, signInId)
  if (code === undefined) throw new Error('the code can not be unsealed')
  return code
}

/** Another code than this one. */
export const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

export interface SignedIn {
  phone: string
  accountId: string
  actor: Actor
  session: NewSessionAnswer
  /** A Cookie header. */
  cookie: string
}

export const cookieOf = ({ headers }: HttpAnswer): string => headers['set-cookie']?.split(';')[0] ?? ''

export const signInAs = async (orders: OrdersOfAccounts, phone = newPhone(), role?: Role): Promise<SignedIn> => {
  const address = newAddress()
  const { signInId } = await askCode({ phone }, 'ru', address)
  const answer = await signIn(orders, { signInId, code: await codeOf(signInId), role }, address)
  const session = answer.body as NewSessionAnswer
  const actor = await verifyAccessToken(session.accessToken)
  if (!actor) throw new Error('the access token is none')
  const { id } = await database.one<{ id: string }>(sql`select id from accounts where phone = ${phone}`)
  return { phone, accountId: id, actor, session, cookie: cookieOf(answer) }
}

/** The code of the Problem that the work is refused with. */
export const refusalOf = async (work: Promise<unknown>): Promise<Problem> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('it was not refused')
}
