import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Look {
  token: string
  etag?: string | undefined
}
export interface Seen {
  status: number
  etag?: string
  body: string
}

export interface TrackerProcess {
  look(at: Look): Promise<Seen>
  stop(): Promise<void>
}

/** Answers who follows a delivery from a process of its own. */
export const startTracker = (): TrackerProcess => {
  const child = fork(fileURLToPath(new URL('./tracker.ts', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  return {
    look: async (at) => {
      const answered = once(child, 'message')
      child.send(at)
      return (await Promise.race([answered, exited.then(() => Promise.reject(new Error('the tracker is gone')))]))[0]
    },
    stop: async () => {
      child.kill()
      await exited
    },
  }
}
