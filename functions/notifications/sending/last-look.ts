import { dropStopped } from '../store/withheld.ts'
import { persistently } from './persistently.ts'
import type { Claimed } from './workers.ts'

// About what an exchange takes: Twilio answers in 100 to 200 ms. A look each is no load, however many texts go out.
const countsForMs = 100

/**
 * Asks right before an exchange whether the text's number was stopped while the text waited in its lot. Claiming looked, too, so
 * what goes at once costs nothing; else one statement looks for all that wait, and drops those stopped.
 * @param waiting texts that are still to go
 * @throws when the database doesn't tell
 */
export const newLastLook = (waiting: () => readonly Claimed[]): ((claimed: Claimed) => Promise<boolean>) => {
  const lookedAtMs = new WeakMap<Claimed, number>()
  const stopped = new WeakSet<Claimed>()
  const asking = new Set<Claimed>()
  let looking: Promise<void> | undefined

  const look = async (): Promise<void> => {
    const atMs = Date.now()
    const covered = [...new Set([...asking, ...waiting()])].filter(({ message }) => message.status === 'sending')
    try {
      const dropped = new Set(await persistently(() => dropStopped(covered.map(({ message }) => message))))
      for (const one of covered) {
        lookedAtMs.set(one, atMs)
        if (dropped.has(one.message.id)) stopped.add(one)
      }
    } finally {
      for (const one of covered) asking.delete(one)
      looking = undefined
    }
  }

  return async (claimed) => {
    if (Date.now() - (lookedAtMs.get(claimed) ?? claimed.atMs) > countsForMs && !stopped.has(claimed)) {
      asking.add(claimed)
      // One that is under way may have begun before this text asked.
      while (asking.has(claimed)) {
        looking ??= look()
        await looking
      }
    }
    return !stopped.has(claimed)
  }
}
