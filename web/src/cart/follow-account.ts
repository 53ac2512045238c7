import type { Session } from '../account/session.ts'
import { ApiProblem, NoAnswer } from '../api/problem.ts'
import type { SyncCart } from './cart-sync.ts'
import { cartStore } from './use-cart.ts'

/** A quantity is often stepped up several times in a row. */
const savingPauseMs = 800
/** Switching between tabs comes in bursts. */
const lookingPauseMs = 5_000
const retryMs = { first: 5_000, most: 120_000 } as const

const mayGoBetter = (error: unknown): boolean =>
  error instanceof NoAnswer || (error instanceof ApiProblem && (error.status >= 500 || error.status === 429))

/** Lets the cart follow who is signed in: fetched when they come, or come back to this page; saved a moment after a change. */
export const followAccount = (sync: SyncCart, session: Pick<Session, 'state'>): void => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let lookedAtMs = Number.NEGATIVE_INFINITY

  const within = (pauseMs: number, look: boolean) => {
    clearTimeout(timer)
    timer = setTimeout(() => void run(look), pauseMs)
  }
  const run = async (look: boolean): Promise<void> => {
    if (!session.state.read().signedIn) return
    if (look) lookedAtMs = performance.now()
    try {
      await sync(look)
      failures = 0
    } catch (error) {
      console.warn('the cart could not be saved', error)
      if (mayGoBetter(error)) within(Math.min(retryMs.most, retryMs.first * 2 ** failures++), true)
    }
  }

  let current = session.state.read().id
  session.state.subscribe(() => {
    const { id } = session.state.read()
    if (id === current) return
    current = id
    void run(true)
  })
  cartStore.subscribe(() => {
    if (session.state.read().signedIn) within(savingPauseMs, false)
  })
  const returned = () => {
    if (performance.now() - lookedAtMs > lookingPauseMs) void run(true)
  }
  window.addEventListener('focus', returned)
  window.addEventListener('online', returned)
  document.addEventListener('visibilitychange', () => {
    // Who leaves may never come back to this page: what has changed is saved without the pause.
    if (document.visibilityState === 'hidden') void run(false)
    else returned()
  })
  void run(true)
}
