import { type LastLook, lookAtLast } from '../store/withheld.ts'
import { persistently } from './persistently.ts'
import type { Claimed } from './workers.ts'

// About what an exchange takes: Twilio answers in 100 to 200 ms. A look each is no load, however many texts go out.
const countsForMs = 100

/**
 * Asks right before an exchange whether the text may still go: whether its claim stands, and neither its number was stopped nor
 * its time ran out while it waited in its lot. Claiming looked, too, so what goes at once costs nothing; else one statement looks
 * for all that wait, and drops what is not to go.
 * @param waiting texts that are still to go
 * @throws when the database doesn't tell
 */
export const newLastLook = (waiting: () => readonly Claimed[]): ((claimed: Claimed) => Promise<LastLook>) => {
  const seen = new WeakMap<Claimed, { fate: LastLook; atMs: number }>()
  const asking = new Set<Claimed>()
  let looking: Promise<void> | undefined

  /** That a text may go was seen as it was claimed. */
  const known = (claimed: Claimed) => seen.get(claimed) ?? { fate: 'may go', atMs: claimed.atMs }

  const look = async (): Promise<void> => {
    const atMs = Date.now()
    const covered = [...new Set([...asking, ...waiting()])].filter(
      (one) => one.message.status === 'sending' && known(one).fate === 'may go',
    )
    try {
      const fates = await persistently(() => lookAtLast(covered.map(({ message }) => message)))
      for (const [at, one] of covered.entries()) seen.set(one, { fate: fates[at] ?? 'gone', atMs })
    } finally {
      for (const one of covered) asking.delete(one)
      looking = undefined
    }
  }

  return async (claimed) => {
    const { fate, atMs } = known(claimed)
    if (fate === 'may go' && Date.now() - atMs > countsForMs) {
      asking.add(claimed)
      // One that is under way may have begun before this text asked.
      while (asking.has(claimed)) {
        looking ??= look()
        await looking
      }
    }
    return known(claimed).fate
  }
}
