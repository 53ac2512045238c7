import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../../../local/engines/paths.ts'
import { eventually } from '../../support/eventually.ts'
import { type Generator, startGenerator } from '../load/generator.ts'
import { latencyRow } from '../load/latency-row.ts'
import { table } from '../measure/table.ts'
import { type BenchShop, startBenchShop } from '../shop.ts'

const loads = [1, 8] as const
const roundMs = 4_000
const warmUpMs = 6_000

const importFile = (databaseUrl: string, file: string): void => {
  const cli = join(projectRoot, 'functions/catalog/import/cli.ts')
  execFileSync(process.execPath, [cli, file, '--stock', '20', '--database-url', databaseUrl], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** How many products are published, once the index has them all. */
const indexed = async ({ shop, db }: BenchShop): Promise<number> => {
  const { rows } = await db.query<{ published: number }>(
    'select count(*)::int as published from catalog.product where published and deleted_at is null',
  )
  const published = rows[0]?.published ?? 0
  await eventually(
    `${published} products are indexed`,
    async () => {
      await shop.runner.invoke('catalogrelay', {})
      const answer = await fetch(`${shop.runner.apiUrl}/api/search`)
      const { engine, total } = (await answer.json()) as { engine: string; total: number }
      return engine === 'opensearch' && total === published
    },
    180_000,
  )
  return published
}

/** Search over HTTP through the local runner, beside the requests it makes of OpenSearch sent bare. */
export const benchSearch = async ([file]: readonly string[]): Promise<void> => {
  const bench = await startBenchShop({ openSearch: true, fleetSize: 4 })
  const { shop } = bench
  const generators: Generator[] = []
  try {
    const openSearchUrl = shop.engines.openSearch?.url
    if (!openSearchUrl) throw new Error('there is no OpenSearch here')
    if (file) importFile(shop.databaseUrl, file)
    console.log(`  ${await indexed(bench)} products`)
    const bareSetup = { openSearchUrl, indexPrefix: shop.indexPrefix }
    const bare = await startGenerator(new URL('./bare-clients.ts', import.meta.url), bareSetup)
    generators.push(bare)
    const http = await startGenerator(new URL('./http-clients.ts', import.meta.url), { apiUrl: shop.runner.apiUrl })
    generators.push(http)
    for (const generator of generators) await generator.run(Math.max(...loads), warmUpMs)
    const rows = []
    for (const clients of loads) {
      rows.push(latencyRow(clients, 'search over HTTP', await http.run(clients, roundMs)))
      rows.push(latencyRow(clients, 'bare _search', await bare.run(clients, roundMs)))
    }
    console.log(`\n${table(['clients', 'what', 'searches/s', 'p50 ms', 'p95 ms', 'p99 ms', 'failed'], rows)}`)
  } finally {
    for (const generator of generators) await generator.stop()
    await bench.stop()
  }
}
