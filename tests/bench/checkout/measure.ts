import type { LoadResult } from '../load/closed-loop.ts'
import type { Generator } from '../load/generator.ts'
import { cpuMsOf } from '../measure/processes.ts'
import { percentile, sum } from '../measure/statistics.ts'

/** Rounds of one kind of client at one number of clients, taken together. */
export interface Measured {
  perSecond: number
  p50: number
  p95: number
  p99: number
  failures: Record<string, number>
  /** CPU time of one order, milliseconds. */
  cpuMs: { client: number; runner: number; postgres: number }
}

/** One round: what the load's clients saw, and what CPU time it cost here (the runner and its functions) and in PostgreSQL. */
export interface Round extends LoadResult {
  runnerCpuMs: number
  postgresCpuMs: number
}

export const runRound = async (
  generator: Generator,
  clients: number,
  forMs: number,
  postgresPid: number | undefined,
): Promise<Round> => {
  const cpuBefore = process.cpuUsage()
  const postgresBefore = cpuMsOf(postgresPid)
  const result = await generator.run(clients, forMs)
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    ...result,
    runnerCpuMs: (user + system) / 1000,
    postgresCpuMs: cpuMsOf(postgresPid) - postgresBefore,
  }
}

const together = (all: readonly Record<string, number>[]): Record<string, number> => {
  const total: Record<string, number> = {}
  for (const one of all) for (const [reason, times] of Object.entries(one)) total[reason] = (total[reason] ?? 0) + times
  return total
}

export const summarize = (rounds: readonly Round[]): Measured => {
  const latencies = rounds.flatMap(({ latenciesMs }) => latenciesMs)
  const perOrder = (cost: (round: Round) => number) => sum(rounds.map(cost)) / latencies.length
  return {
    perSecond: (latencies.length / sum(rounds.map(({ tookMs }) => tookMs))) * 1000,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
    failures: together(rounds.map(({ failures }) => failures)),
    cpuMs: {
      client: perOrder(({ clientCpuMs }) => clientCpuMs),
      runner: perOrder(({ runnerCpuMs }) => runnerCpuMs),
      postgres: perOrder(({ postgresCpuMs }) => postgresCpuMs),
    },
  }
}
