import { availableParallelism, loadavg } from 'node:os'
import { type Generator, startGenerator } from '../load/generator.ts'
import { type BenchShop, startBenchShop } from '../shop.ts'
import { type Round, runRound, summarize } from './measure.ts'
import { checkoutReport, type Pair } from './report.ts'
import { clearOrders, fillStock, readAssortment } from './stage.ts'

const loads = [1, 4, 16, 64] as const
/** Rounds of both kinds take turns, so that what else the machine does meets both. */
const rounds = 3
const roundMs = 3_500

/** Each of some fifty environments compiles the code it runs by itself: until then a checkout costs several times as much. */
const warmUp = { orders: 6_000, stepMs: 5_000, limitMs: 60_000 }

interface Generators {
  shop: Generator
  bare: Generator
}

const warm = async (generator: Generator): Promise<void> => {
  const untilMs = performance.now() + warmUp.limitMs
  for (let orders = 0; orders < warmUp.orders && performance.now() < untilMs; )
    orders += (await generator.run(Math.max(...loads), warmUp.stepMs)).latenciesMs.length
}

const measurePair = async ({ shop, db }: BenchShop, generators: Generators, clients: number): Promise<Pair> => {
  const results: Record<keyof Generators, Round[]> = { shop: [], bare: [] }
  const pid = shop.engines.postgres.pid()
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['bare', 'shop'] as const) {
      await clearOrders(db)
      results[kind].push(await runRound(generators[kind], clients, roundMs, pid))
    }
  }
  return { clients, shop: summarize(results.shop), bare: summarize(results.bare) }
}

/** Checkouts over HTTP through the local runner, beside the same SQL sent by PostgreSQL's driver alone. */
export const benchCheckout = async (): Promise<void> => {
  const bench = await startBenchShop({
    openSearch: false,
    fleetSize: 500,
    // Each bare client has one for each service.
    spareConnections: Math.max(...loads) * 4,
  })
  const started: Generator[] = []
  const start = async (program: string, setup: object): Promise<Generator> => {
    const generator = await startGenerator(new URL(program, import.meta.url), setup)
    started.push(generator)
    return generator
  }
  try {
    const { shop, db } = bench
    const { apiUrl, faults } = shop.runner
    await fillStock(db, 10_000_000)
    const assortment = await readAssortment(apiUrl, 60)
    const generators = {
      shop: await start('./http-clients.ts', { apiUrl, assortment }),
      bare: await start('./bare-clients.ts', { databaseUrl: shop.databaseUrl, assortment }),
    }
    // What follows an order is kept waiting: it isn't checkout, and the bare SQL has none of it either.
    await faults.disable('relay')
    await warm(generators.bare)
    await warm(generators.shop)
    const pairs: Pair[] = []
    for (const clients of loads) pairs.push(await measurePair(bench, generators, clients))
    console.log(`\n${checkoutReport(pairs)}`)
    const busy = loadavg()[0]?.toFixed(1)
    console.log(`  load average of the machine's ${availableParallelism()} cores in the last minute: ${busy}`)
  } finally {
    for (const generator of started) await generator.stop()
    await bench.stop()
  }
}
