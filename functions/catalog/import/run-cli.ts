import type { Output } from './progress.ts'

type Command = (args: readonly string[], env: NodeJS.ProcessEnv, output: Output, signal: AbortSignal) => Promise<number>

/**
 * Runs a command as this process: its arguments, its environment, its output. SIGINT and SIGTERM end the command with their
 * exit codes; a second one ends the process at once: whatever is being written is rolled back then.
 */
export const runCli = async (command: Command): Promise<void> => {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(130))
  process.once('SIGTERM', () => stop.abort(143))
  // Whoever reads along may leave (`| head`); the command goes on.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  process.exitCode = await command(process.argv.slice(2), process.env, process.stdout, stop.signal)
}
