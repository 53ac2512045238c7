import { optionalSetting } from './config.ts'
import { invokeAsync } from './invoke.ts'
import { logger } from './observability.ts'

let requested = false

/** The fast path of the outbox: one asynchronous call to the service's relay after the work has committed. */
export const nudgeRelay = {
  /** Remembers that something was written; costs nothing. */
  request(): void {
    requested = true
  },
  /** Called by the factories after the work. A lost nudge is no loss: the relay's schedule finds the rows. */
  async send(): Promise<void> {
    const relay = optionalSetting('RELAY_FUNCTION')
    if (!requested || !relay) return
    requested = false
    try {
      await invokeAsync(relay, { reason: 'committed' })
    } catch (error) {
      logger.warn('relay not reached; its schedule will publish', { error: String(error) })
    }
  },
}
