import { type Crash, type Engine, pause } from '../engines/engine.ts'
import { errorText } from '../runner/log.ts'

/** How long to wait before each try; what has crashed after the last of them stays down. */
const waitsMs = [1_000, 5_000, 20_000, 60_000]
/** An engine that ran so long is well: what happens after is a new misfortune. */
const wellAfterMs = 10 * 60_000

type Told = { readonly warn: (text: string) => void; readonly isStopping: () => boolean }

/** What is told of a crash of an engine that the shop goes on without, and brings back a bounded number of times. */
export function bringBack(engine: Pick<Engine, 'name' | 'restart'>, without: string, { warn, isStopping }: Told) {
  let tries = 0
  let runsSince = 0

  return async function crashed({ exit, logFile }: Pick<Crash, 'exit' | 'logFile'>): Promise<void> {
    if (isStopping()) return
    const how = exit.signal ?? `exit code ${exit.code}`
    warn(`! ${engine.name} ended unexpectedly (${how}); ${without}. Its log: ${logFile}`)
    if (Date.now() - runsSince > wellAfterMs) tries = 0
    while (tries < waitsMs.length) {
      await pause(waitsMs[tries++] ?? 0)
      if (isStopping()) return
      try {
        await engine.restart()
        runsSince = Date.now()
        warn(`  ${engine.name} is back.`)
        return
      } catch (error) {
        if (isStopping()) return
        warn(`! ${engine.name} does not start again: ${errorText(error)}`)
      }
    }
    warn(`! ${engine.name} stays down until the next start; ${without}.`)
  }
}
