import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closedLoop, type LoadResult } from './closed-loop.ts'

/** Load is made by a process of its own, so that it doesn't stand in the way of what it measures, and its CPU time is known. */
export interface Generator {
  run(clients: number, forMs: number): Promise<LoadResult>
  stop(): Promise<void>
}

type Order = { kind: 'setup'; setup: unknown } | { kind: 'run'; clients: number; forMs: number }
type Report = { kind: 'ready' } | { kind: 'result'; result: LoadResult } | { kind: 'failed'; reason: string }

/** Starts `program`, a file that calls `generate`. */
export const startGenerator = async (program: URL, setup: unknown): Promise<Generator> => {
  const child = fork(program, { serialization: 'advanced' })
  const ask = async (order: Order): Promise<Report> => {
    const ended = new AbortController()
    const exit = once(child, 'exit', { signal: ended.signal }).then(([code]): never => {
      throw new Error(`the load generator ended (${code})`)
    })
    exit.catch(() => undefined)
    child.send(order)
    try {
      const [report] = (await Promise.race([once(child, 'message', { signal: ended.signal }), exit])) as [Report]
      if (report.kind === 'failed') throw new Error(report.reason)
      return report
    } finally {
      ended.abort()
    }
  }
  await ask({ kind: 'setup', setup })
  return {
    async run(clients, forMs) {
      const report = await ask({ kind: 'run', clients, forMs })
      if (report.kind !== 'result') throw new Error(`an answer out of turn: ${report.kind}`)
      return report.result
    },
    async stop() {
      if (child.exitCode !== null) return
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

export type Work = (client: number) => Promise<void>

/** What a generator's program does: makes itself ready for so many clients, then works for each of them. */
export const generate = <Setup>(prepare: (setup: Setup) => Promise<(clients: number) => Promise<Work>>): void => {
  const report = (message: Report) => process.send?.(message)
  let open: ((clients: number) => Promise<Work>) | undefined
  process.on('disconnect', () => process.exit())
  process.on('message', async (order: Order) => {
    try {
      if (order.kind === 'setup') {
        open = await prepare(order.setup as Setup)
        report({ kind: 'ready' })
        return
      }
      if (!open) throw new Error('run before setup')
      const work = await open(order.clients)
      report({ kind: 'result', result: await closedLoop(order.clients, order.forMs, work) })
    } catch (error) {
      report({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}
