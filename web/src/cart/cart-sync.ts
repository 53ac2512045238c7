import type { Session } from '../account/session.ts'
import { SignedOut } from '../account/signed-out.ts'
import type { CartToSave, SavedCart } from '../api/answers.ts'
import type { Api } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import type { Stored } from '../storage/stored.ts'
import { type Cart, withoutName } from './cart.ts'
import { isSaved, lastCommon, mergeCarts, sameLines } from './merge.ts'
import type { AgreedCart } from './saved-cart.ts'

export interface CartSyncOptions {
  api: Pick<Api, 'cart' | 'saveCart'>
  session: Pick<Session, 'as' | 'state'>
  cart: Stored<Cart>
  agreed: Stored<AgreedCart | null>
  /** The cart of this browser's checkout that has no answer yet. */
  unanswered(): string | undefined
}

/** Each try but the first comes after another device was quicker. */
const maxTries = 5

/** Answers that were lost one after another. */
const maxSent = 10

/** One tab at a time: what the first has saved, the others find saved. Without locks revisions sort it out. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request('korob.cart', work) : work()

const isStale = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'precondition_failed'

/** Keeps this browser's cart and the account's one, for as long as somebody is signed in. */
export const createCartSync = ({ api, session, cart, agreed, unanswered }: CartSyncOptions) => {
  const known = (): AgreedCart | undefined => {
    const kept = agreed.read()
    return kept !== null && kept.session === session.state.read().id ? kept : undefined
  }

  /** Asks or tells the shop something. @throws SignedOut, also when somebody else has come while it answered */
  const exchange = async (work: (token: string) => Promise<SavedCart>): Promise<SavedCart> => {
    const { id } = session.state.read()
    const answer = await session.as('shopper', work)
    if (session.state.read().id !== id) throw new SignedOut()
    return answer
  }
  /** Only what is sent on top of the account's present cart can still be saved: another revision settles all that was. */
  const agree = (there: SavedCart, ...sent: CartToSave[]) => {
    const before = known()
    const open = before?.revision === there.revision ? before.sent : []
    agreed.write({ ...there, session: session.state.read().id, sent: [...open, ...sent].slice(-maxSent) })
  }

  const take = async (): Promise<SavedCart> => {
    const there = await exchange(api.cart)
    const here = cart.read()
    const before = known()
    const merged = mergeCarts(before && lastCommon(before, there), here, there, unanswered())
    // In this order: a page closed in between merges the same once more.
    if (merged.id !== here.id || !sameLines(merged.lines, here.lines)) cart.write(merged)
    agree(there)
    return there
  }

  const give = async (first: SavedCart): Promise<void> => {
    let there = first
    for (let tries = 0; tries < maxTries && !isSaved(cart.read(), there); tries++) {
      const { id, lines } = cart.read()
      const body = { cartId: id, lines: lines.map(withoutName) }
      const { revision } = there
      // The page may be closed, or the answer lost, after the shop has saved it.
      agree(there, body)
      try {
        there = await exchange((token) => api.saveCart(token, body, revision))
        agree(there)
      } catch (error) {
        if (!isStale(error)) throw error
        there = await take()
      }
    }
  }

  let last: Promise<void> = Promise.resolve()
  /**
   * Saves what has changed here; `look`, what has changed elsewhere is fetched before. One after another.
   * @throws what the shop answered, or NoAnswer: then it can be tried again
   */
  return (look: boolean): Promise<void> => {
    const round = () =>
      alone(async () => {
        if (!session.state.read().signedIn) return
        await give((look ? undefined : known()) ?? (await take()))
      })
    const mine = last.then(round)
    last = mine.catch(() => undefined)
    return mine.catch((error: unknown) => {
      // Nobody's cart is anybody's business then.
      if (!(error instanceof SignedOut)) throw error
    })
  }
}

export type SyncCart = ReturnType<typeof createCartSync>
