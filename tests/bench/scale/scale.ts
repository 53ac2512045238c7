import { closeDatabase } from '@korob/platform/database'
import { connectTo } from '../../../functions/catalog/import/connect.ts'
import { routes } from '../../../functions/catalog/routes.ts'
import type { LoadResult } from '../load/closed-loop.ts'
import { type Generator, startGenerator } from '../load/generator.ts'
import { memoryOf } from '../measure/memory.ts'
import { percentile } from '../measure/statistics.ts'
import { table } from '../measure/table.ts'
import { type BenchShop, startBenchShop } from '../shop.ts'
import { loadGenerated } from './catalog/load.ts'
import { measureBareBulk, measureChanges, measureRebuild } from './indexing.ts'
import { queries } from './queries.ts'

export interface CatalogSize {
  products: number
  seed: number
}

const loads = [1, 8] as const
const roundMs = 6_000
const warmUpMs = 6_000
const bareDocuments = 20_000
const changes = 40

const row = (clients: number, what: string, { latenciesMs, tookMs, failures }: LoadResult) => [
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

const megabytes = (pattern: RegExp): number => {
  const found = memoryOf(process.pid).filter(({ command }) => pattern.test(command))
  return found.reduce((sum, one) => sum + (one.proportionalBytes ?? one.residentBytes), 0) / 2 ** 20
}

const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const startedAt = performance.now()
  const result = await work()
  return [result, (performance.now() - startedAt) / 1000]
}

const measureIndexing = async ({ shop, db }: BenchShop, { products, seed }: CatalogSize): Promise<void> => {
  const [, loading] = await timed(() => loadGenerated(db, seed, products))
  console.log(
    `  PostgreSQL loaded: ${products} products in ${loading.toFixed(1)} s, ${Math.round(products / loading)}/s`,
  )
  const rebuilt = await measureRebuild(shop)
  const bare = await measureBareBulk(Math.min(products, bareDocuments))
  const rate = rebuilt.products / rebuilt.fill
  console.log(
    `  index filled: ${rebuilt.products} documents in ${rebuilt.fill.toFixed(1)} s, ${Math.round(rate)}/s; bare _bulk ${Math.round(bare)}/s (${(rate / bare).toFixed(2)} of it); verified and switched in ${rebuilt.verify.toFixed(1)} s`,
  )
}

const measureSearches = async ({ shop }: BenchShop, generators: Generator[]): Promise<void> => {
  const { apiUrl } = shop.runner
  const openSearchUrl = shop.engines.openSearch?.url ?? ''
  const at = (file: string) => new URL(file, import.meta.url)
  const start = async (what: string, file: string, setup: unknown) => {
    const generator = await startGenerator(at(file), setup)
    generators.push(generator)
    await generator.run(4, warmUpMs)
    return { what, generator }
  }
  const words = queries.flatMap(({ q }) => (q ? [{ q: q.slice(0, 4) }] : []))
  const measured = [
    await start('search over HTTP', '../search/http-clients.ts', { apiUrl, queries }),
    await start('bare _search', '../search/bare-clients.ts', { openSearchUrl, indexPrefix: shop.indexPrefix, queries }),
    ...('suggest' in routes
      ? [
          await start('suggest over HTTP', '../search/http-clients.ts', {
            apiUrl,
            queries: words,
            path: '/api/suggest',
          }),
        ]
      : []),
    await start('fallback: PostgreSQL alone', './fallback-clients.ts', { databaseUrl: shop.databaseUrl }),
  ]
  const rows = []
  for (const clients of loads)
    for (const { what, generator } of measured) rows.push(row(clients, what, await generator.run(clients, roundMs)))
  console.log(`\n${table(['clients', 'what', 'searches/s', 'p50 ms', 'p95 ms', 'p99 ms', 'failed'], rows)}\n`)
}

/** A generated catalogue: how fast it is loaded, indexed and searched, beside the bare engines. */
export const benchScale = async (size: CatalogSize): Promise<void> => {
  const bench = await startBenchShop({ openSearch: true, fleetSize: 4 })
  const generators: Generator[] = []
  try {
    const { shop, db } = bench
    process.env.OPENSEARCH_URL = shop.engines.openSearch?.url ?? ''
    process.env.INDEX_PREFIX = shop.indexPrefix
    connectTo(shop.databaseUrl)
    await measureIndexing(bench, size)
    await measureSearches(bench, generators)
    await db.query('set search_path = catalog, extensions')
    const shown = await measureChanges(shop, (text, values) => db.query(text, values), changes)
    console.log(`  a change is found after ${Math.round(shown.p50)} ms (p50), ${Math.round(shown.p95)} ms (p95)`)
    console.log(
      `  memory: OpenSearch ${Math.round(megabytes(/java/))} MB, PostgreSQL ${Math.round(megabytes(/postgres/))} MB`,
    )
  } finally {
    for (const generator of generators) await generator.stop()
    await closeDatabase()
    await bench.stop()
  }
}
