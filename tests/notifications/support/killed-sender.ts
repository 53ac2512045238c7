import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./sender.ts', import.meta.url))

/** Gives a batch of events to a consumer in a process of its own and kills that once `reached` has come true. */
export const killSenderWhile = async (events: readonly unknown[], reached: () => Promise<unknown>): Promise<void> => {
  const sender = spawn(process.execPath, [program], {
    env: { ...process.env, SMS_GATEWAY_TIMEOUT_MS: '15000' },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = once(sender, 'exit')
  sender.stdin.end(JSON.stringify(events))
  try {
    await reached()
  } finally {
    sender.kill('SIGKILL')
    await ended
  }
}
