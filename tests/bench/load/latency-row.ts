import { percentile } from '../measure/statistics.ts'
import type { LoadResult } from './closed-loop.ts'

/** A row of a table: how often a second, how long, and what failed. */
export const latencyRow = (clients: number, what: string, { latenciesMs, tookMs, failures }: LoadResult) => [
  clients,
  what,
  (latenciesMs.length / tookMs) * 1000,
  percentile(latenciesMs, 0.5),
  percentile(latenciesMs, 0.95),
  percentile(latenciesMs, 0.99),
  Object.entries(failures)
    .map(([reason, times]) => `${times} × ${reason.slice(0, 60)}`)
    .join('; '),
]
