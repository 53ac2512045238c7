import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { closeDatabase } from '@korob/platform/database'
import { openSearch } from '@korob/platform/opensearch'
import { importCatalog } from '../../../functions/catalog/import/command.ts'
import { connectTo } from '../../../functions/catalog/import/connect.ts'
import { openSearchEngine } from '../../../functions/catalog/search/opensearch-engine.ts'
import { postgresEngine } from '../../../functions/catalog/search/postgres-engine.ts'
import { memoryOf } from '../measure/memory.ts'
import { table } from '../measure/table.ts'
import { type BenchShop, startBenchShop } from '../shop.ts'
import { loadDictionaries, loadProducts, multiplyProducts, withIndicesLater, writeGenerated } from './catalog/load.ts'
import { measureBareBulk, measureChanges, measureRebuild } from './indexing.ts'
import { pageAt, walk } from './paging.ts'
import { measureSearches } from './searching.ts'

export interface CatalogSize {
  products: number
  seed: number
  /** Where the catalogue stays, so that the next run has it already. */
  dataDir?: string | undefined
}

const importedProducts = 10_000
const distinctProducts = 20_000
const bareDocuments = 20_000
const changes = 40
/** What a node with such an index needs: memory, and the compiler that takes its time. */
const largeNode = '-Xmx3g -XX:TieredStopAtLevel=4'

const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const startedAt = performance.now()
  const result = await work()
  return [result, (performance.now() - startedAt) / 1000]
}

const perSecond = (products: number, seconds: number): number => Math.round(products / seconds)

/** By the command, in this process. */
const importGenerated = async (databaseUrl: string, seed: number, count: number): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'korob-bench-import-'))
  try {
    const file = join(folder, 'products.jsonl')
    const stream = createWriteStream(file)
    await writeGenerated(seed, count, stream)
    await finished(stream.end())
    let told = ''
    const write = (text: string) => {
      told += text
    }
    if ((await importCatalog([file, '--database-url', databaseUrl], {}, { write })) !== 0) throw new Error(told)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const isLoaded = async ({ db }: BenchShop, { products }: CatalogSize): Promise<boolean> => {
  const { rows } = await db.query<{ loaded: boolean }>('select count(*) >= $1 as loaded from catalog.product', [
    products,
  ])
  return rows[0]?.loaded ?? false
}

const measureIndexing = async ({ shop, db }: BenchShop, { products, seed }: CatalogSize): Promise<void> => {
  const imported = Math.min(importedProducts, products)
  await loadDictionaries(db)
  const [, importing] = await timed(() => importGenerated(shop.databaseUrl, seed, imported))
  console.log(
    `  catalog:import: ${imported} products in ${importing.toFixed(1)} s, ${perSecond(imported, importing)}/s`,
  )
  // The index is filled with all of them anyway.
  await db.query('delete from catalog.outbox')
  const distinct = Math.min(distinctProducts, products)
  const [, filling] = await timed(() =>
    withIndicesLater(db, async () => {
      if (distinct > imported) await loadProducts(db, seed, imported, distinct)
      if (products > distinct) await multiplyProducts(db, distinct, Math.ceil(products / distinct))
    }),
  )
  console.log(
    `  the others by SQL, ${distinct} with texts of their own and each ${products / distinct} times: ${filling.toFixed(0)} s`,
  )
  const rebuilt = await measureRebuild(shop)
  const bare = await measureBareBulk(Math.min(products, bareDocuments))
  const rate = rebuilt.products / rebuilt.fill
  console.log(
    `  index filled: ${rebuilt.products} documents in ${rebuilt.fill.toFixed(1)} s, ${Math.round(rate)}/s; bare _bulk ${Math.round(bare)}/s (${(rate / bare).toFixed(2)} of it); verified and switched in ${rebuilt.verify.toFixed(1)} s`,
  )
}

const measurePaging = async (): Promise<void> => {
  const cluster = openSearch()
  if (!cluster) return
  const engine = openSearchEngine(cluster)
  const rows = []
  for (const sort of ['new', 'price', 'name'] as const) {
    const { total, different, shown, seconds, places } = await walk(engine, sort)
    console.log(
      `  by ${sort}, by cursors from the first product to the last: ${shown} shown, ${different} different, of ${total}, in ${seconds.toFixed(0)} s`,
    )
    for (const one of [engine, postgresEngine]) {
      const at = (share: number) => pageAt(one, sort, places[Math.floor((places.length - 1) * share)])
      rows.push([sort, one.name, await at(0), await at(0.5), await at(0.99)])
    }
  }
  console.log(`\n${table(['sorted by', 'engine', 'first page ms', 'in the middle', 'near the end'], rows)}\n`)
}

const megabytes = (pattern: RegExp): number => {
  const found = memoryOf(process.pid).filter(({ command }) => pattern.test(command))
  return Math.round(found.reduce((sum, one) => sum + (one.proportionalBytes ?? one.residentBytes), 0) / 2 ** 20)
}

/** A generated catalogue: how fast it is loaded, indexed, searched and walked through, beside the bare engines. */
export const benchScale = async (size: CatalogSize): Promise<void> => {
  if (size.products > 100_000) process.env.OPENSEARCH_JAVA_OPTS ??= largeNode
  const bench = await startBenchShop({ openSearch: true, fleetSize: 4, dataDir: size.dataDir })
  try {
    const { shop, db } = bench
    Object.assign(process.env, {
      OPENSEARCH_URL: shop.engines.openSearch?.url ?? '',
      INDEX_PREFIX: shop.indexPrefix,
      OPENSEARCH_TIMEOUT_MS: '20000',
    })
    connectTo(shop.databaseUrl)
    if (await isLoaded(bench, size)) console.log('  loaded and indexed by an earlier run')
    else await measureIndexing(bench, size)
    await measureSearches(bench)
    await measurePaging()
    await db.query('set search_path = catalog, extensions')
    const shown = await measureChanges(shop, (text, values) => db.query(text, values), changes)
    console.log(`  a change is found after ${Math.round(shown.p50)} ms (p50), ${Math.round(shown.p95)} ms (p95)`)
    console.log(
      `  memory: OpenSearch ${megabytes(/java/)} MB, PostgreSQL ${megabytes(/postgres/)} MB, this process with runner and functions ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`,
    )
  } finally {
    await closeDatabase()
    await bench.stop()
  }
}
