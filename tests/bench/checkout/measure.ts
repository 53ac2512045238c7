import type { LoadResult } from '../load/closed-loop.ts'
import type { Generator } from '../load/generator.ts'
import { cpuMsOf, cpuSince, ownCpu } from '../measure/cpu.ts'
import { percentile, sum } from '../measure/statistics.ts'

/** CPU time in milliseconds, by who used it. */
export interface CpuMs {
  client: number
  runner: number
  functions: number
  /** Of the runner's process: collecting garbage and compiling. */
  engine: number
  postgres: number
}

/** One round of load. */
export interface Round extends LoadResult {
  cpuMs: CpuMs
}

/** Rounds of one kind of client at one number of clients, taken together. */
export interface Measured {
  perSecond: number
  p50: number
  p95: number
  p99: number
  failures: Record<string, number>
  /** Of one order. */
  cpuMs: CpuMs
}

export const runRound = async (
  generator: Generator,
  clients: number,
  forMs: number,
  postgresPid: number | undefined,
): Promise<Round> => {
  const postgresBefore = cpuMsOf(postgresPid)
  const before = ownCpu()
  const result = await generator.run(clients, forMs)
  const { whole, runner, functions } = cpuSince(before)
  const postgres = cpuMsOf(postgresPid) - postgresBefore
  const engine = whole - runner - functions
  return { ...result, cpuMs: { client: result.clientCpuMs, runner, functions, engine, postgres } }
}

const together = (all: readonly Record<string, number>[]): Record<string, number> => {
  const total: Record<string, number> = {}
  for (const one of all) for (const [reason, times] of Object.entries(one)) total[reason] = (total[reason] ?? 0) + times
  return total
}

export const summarize = (rounds: readonly Round[]): Measured => {
  const latencies = rounds.flatMap(({ latenciesMs }) => latenciesMs)
  const perOrder = (who: keyof CpuMs) => sum(rounds.map(({ cpuMs }) => cpuMs[who])) / latencies.length
  return {
    perSecond: (latencies.length / sum(rounds.map(({ tookMs }) => tookMs))) * 1000,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
    failures: together(rounds.map(({ failures }) => failures)),
    cpuMs: {
      client: perOrder('client'),
      runner: perOrder('runner'),
      functions: perOrder('functions'),
      engine: perOrder('engine'),
      postgres: perOrder('postgres'),
    },
  }
}
