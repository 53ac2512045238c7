import { sum } from '../measure/statistics.ts'
import { table } from '../measure/table.ts'
import type { Measured } from './measure.ts'

export interface Pair {
  clients: number
  shop: Measured
  bare: Measured
}

const rate = (clients: number, what: string, { perSecond, p50, p95, p99 }: Measured) => [
  clients,
  what,
  perSecond,
  p50,
  p95,
  p99,
]

const cost = (clients: number, what: string, { cpuMs }: Measured) => {
  const { client, runner, functions, engine, postgres } = cpuMs
  return [clients, what, client, runner, functions, engine, postgres, sum(Object.values(cpuMs))]
}

const both = (pairs: readonly Pair[], row: typeof rate) =>
  pairs.flatMap(({ clients, shop, bare }) => [
    row(clients, 'checkout over HTTP', shop),
    row(clients, 'its SQL, bare', bare),
  ])

const failuresOf = (kind: string, { failures }: Measured) =>
  Object.entries(failures).map(([reason, times]) => `  ${kind} failed ${times} × ${reason}`)

const totalCpu = ({ cpuMs }: Measured) => sum(Object.values(cpuMs))

/** The tables, and the two ratios: by time as the clock saw it, and by CPU time, which other work on the machine moves less. */
export const checkoutReport = (pairs: readonly Pair[]): string =>
  [
    table(['clients', 'what', 'orders/s', 'p50 ms', 'p95 ms', 'p99 ms'], both(pairs, rate)),
    '',
    '  CPU time of an order, milliseconds',
    table(
      ['clients', 'what', 'load client', 'runner', 'functions', 'GC, compiler', 'PostgreSQL', 'all'],
      both(pairs, cost),
    ),
    '',
    ...pairs.flatMap(({ clients, shop, bare }) => [
      `  ${clients} clients: ${(shop.perSecond / bare.perSecond).toFixed(2)} of bare SQL by orders/s, ${(totalCpu(bare) / totalCpu(shop)).toFixed(2)} by CPU time`,
      ...failuresOf('checkout', shop),
      ...failuresOf('bare SQL', bare),
    ]),
  ].join('\n')
