import { stopEverything } from '../engines/process/everything.ts'

/** Runs `stop` once, on Ctrl-C, SIGTERM, or when the command that started us is gone. */
export function onStopSignal(stop: () => Promise<void>): void {
  let since: number | undefined
  const begin = (impatient: boolean) => {
    if (since === undefined) {
      since = Date.now()
      stop().catch((error) => {
        console.error(error)
        process.exit(1)
      })
      return
    }
    // Ctrl-C reaches us twice, from the terminal and passed on by npm; only a later one means impatience.
    if (impatient && Date.now() - since > 1500) stopEverything().finally(() => process.exit(130))
  }
  process.on('SIGINT', () => begin(true))
  process.on('SIGTERM', () => begin(false))
  process.on('SIGHUP', () => begin(false))
  process.on('disconnect', () => begin(false))
  // The channel must not keep alive what has nothing more to do.
  process.channel?.unref()
}
