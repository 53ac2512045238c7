import { type Generator, startGenerator } from '../load/generator.ts'
import { latencyRow } from '../load/latency-row.ts'
import { table } from '../measure/table.ts'
import type { BenchShop } from '../shop.ts'
import { beginnings, queries } from './queries.ts'

const loads = [1, 8] as const
const roundMs = 10_000
const warmUpMs = 8_000

interface Measured {
  what: string
  file: string
  setup: unknown
}

const measuredOf = ({ shop }: BenchShop): Measured[] => {
  const { databaseUrl, indexPrefix } = shop
  const { apiUrl } = shop.runner
  const openSearchUrl = shop.engines.openSearch?.url ?? ''
  const handler = { databaseUrl, openSearchUrl, indexPrefix }
  const bare = { openSearchUrl, indexPrefix }
  const [search, suggest] = ['/api/search', '/api/suggest']
  return [
    { what: 'search: bare', file: '../search/bare-clients.ts', setup: { ...bare, queries } },
    { what: 'search: handler', file: './handler-clients.ts', setup: { ...handler, queries, path: search } },
    { what: 'search: over HTTP', file: '../search/http-clients.ts', setup: { apiUrl, queries, path: search } },
    { what: 'search: fallback', file: './fallback-clients.ts', setup: { databaseUrl, queries, suggest: false } },
    {
      what: 'suggest: bare',
      file: '../search/bare-clients.ts',
      setup: { ...bare, queries: beginnings, suggest: true },
    },
    {
      what: 'suggest: handler',
      file: './handler-clients.ts',
      setup: { ...handler, queries: beginnings, path: suggest },
    },
    {
      what: 'suggest: over HTTP',
      file: '../search/http-clients.ts',
      setup: { apiUrl, queries: beginnings, path: suggest },
    },
    {
      what: 'suggest: fallback',
      file: './fallback-clients.ts',
      setup: { databaseUrl, queries: beginnings, suggest: true },
    },
  ]
}

/** Searches and suggestions: the engine's part alone, our function around it, the way through the shop, and the fallback. */
export const measureSearches = async (bench: BenchShop): Promise<void> => {
  const rows: ReturnType<typeof latencyRow>[] = []
  for (const { what, file, setup } of measuredOf(bench)) {
    const generator: Generator = await startGenerator(new URL(file, import.meta.url), setup)
    try {
      await generator.run(2, warmUpMs)
      for (const clients of loads) rows.push(latencyRow(clients, what, await generator.run(clients, roundMs)))
    } finally {
      await generator.stop()
    }
  }
  const ordered = loads.flatMap((clients) => rows.filter(([of]) => of === clients))
  console.log(`\n${table(['clients', 'what', 'a second', 'p50 ms', 'p95 ms', 'p99 ms', 'failed'], ordered)}\n`)
}
