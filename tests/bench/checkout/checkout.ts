import { loadavg } from 'node:os'
import type { Generator } from '../load/generator.ts'
import { startGenerator } from '../load/generator.ts'
import { table } from '../measure/table.ts'
import { type BenchShop, startBenchShop } from '../shop.ts'
import { type Measured, type Round, runRound, summarize } from './measure.ts'
import { clearOrders, fillStock, readAssortment } from './stage.ts'

const loads = [1, 4, 16] as const
/** Rounds of both kinds take turns, so that what else the machine does meets both. */
const rounds = 3
const roundMs = 3_500
const warmUpMs = 4_000

interface Pair {
  clients: number
  shop: Measured
  bare: Measured
}

/** What follows an order, kept waiting: the bare SQL has none of it either. */
const holdBack = (shop: BenchShop['shop']) => shop.runner.faults.disable('relay')

const measurePair = async (
  { shop, db }: BenchShop,
  generators: { shop: Generator; bare: Generator },
  clients: number,
): Promise<Pair> => {
  const results: Record<'shop' | 'bare', Round[]> = { shop: [], bare: [] }
  const pid = shop.engines.postgres.pid()
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['bare', 'shop'] as const) {
      await clearOrders(db)
      results[kind].push(await runRound(generators[kind], clients, roundMs, pid))
    }
  }
  return { clients, shop: summarize(results.shop), bare: summarize(results.bare) }
}

const row = (clients: number, what: string, { perSecond, p50, p95, p99, cpuMs }: Measured) => {
  return [clients, what, perSecond, p50, p95, p99, cpuMs.client, cpuMs.runner, cpuMs.postgres]
}

const headings = [
  'clients',
  'what',
  'orders/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'CPU ms an order: client',
  'runner + functions',
  'PostgreSQL',
]

const print = (pairs: readonly Pair[]): void => {
  console.log(
    table(
      headings,
      pairs.flatMap(({ clients, shop, bare }) => [
        row(clients, 'checkout over HTTP', shop),
        row(clients, 'its SQL, bare', bare),
      ]),
    ),
  )
  console.log()
  for (const { clients, shop, bare } of pairs) {
    console.log(`  ${clients} clients: ${(shop.perSecond / bare.perSecond).toFixed(3)} of bare SQL`)
    for (const [kind, { failures }] of Object.entries({ checkout: shop, bare }))
      for (const [reason, times] of Object.entries(failures)) console.log(`    ${kind} failed ${times} × ${reason}`)
  }
  console.log(
    `  load average of the machine after it: ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}`,
  )
}

/** Checkouts over HTTP through the local runner, beside the same SQL sent by PostgreSQL's driver alone. */
export const benchCheckout = async (): Promise<void> => {
  const bench = await startBenchShop({ openSearch: false, fleetSize: 500 })
  const generators: Generator[] = []
  try {
    await fillStock(bench.db, 10_000_000)
    const { shop } = bench
    const assortment = await readAssortment(shop.runner.apiUrl, 60)
    const start = async (program: string, setup: object) => {
      const generator = await startGenerator(new URL(program, import.meta.url), { ...setup, assortment })
      generators.push(generator)
      return generator
    }
    const pair = {
      shop: await start('./http-clients.ts', { apiUrl: shop.runner.apiUrl }),
      bare: await start('./bare-clients.ts', { databaseUrl: shop.databaseUrl }),
    }
    await holdBack(shop)
    for (const generator of generators) await generator.run(Math.max(...loads), warmUpMs)
    const pairs: Pair[] = []
    for (const clients of loads) pairs.push(await measurePair(bench, pair, clients))
    print(pairs)
  } finally {
    for (const generator of generators) await generator.stop()
    await bench.stop()
  }
}
