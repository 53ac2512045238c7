import { lasting, ofTab, stored } from '../storage/stored.ts'
import { type Attempt, acceptAttempt, acceptUndecided, cartOf, type Undecided } from './attempt.ts'
import { acceptDraft, type Draft } from './draft.ts'

/** The form survives a reload, and is gone with the tab: the next person at this screen needn't see an address. */
export const draftStore = stored<Draft>(ofTab, 'korob.checkout', acceptDraft)

/** The attempt without a final answer; null when there is none. */
export const attemptStore = stored<Attempt | null>(
  lasting,
  'korob.attempt',
  (found) => acceptAttempt(found, Date.now()) ?? null,
)

/** What the next attempt at the cart takes the place of, besides one without an answer; null when there is nothing. */
export const undecidedStore = stored<Undecided | null>(
  lasting,
  'korob.undecided',
  (found) => acceptUndecided(found, Date.now()) ?? null,
)

/** The cart that an order without an answer came from. */
export const unansweredCart = (): string | undefined => {
  const attempt = attemptStore.read()
  return attempt === null ? undefined : cartOf(attempt)
}
