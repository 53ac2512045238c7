import { setTimeout as delay } from 'node:timers/promises'

const waitsMs = [100, 400]

/** Does what may be done again, up to three times. @throws what it threw last */
export const persistently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (const waitMs of waitsMs) {
    try {
      return await work()
    } catch {
      await delay(waitMs)
    }
  }
  return work()
}
