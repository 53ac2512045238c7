import { setTimeout as pause } from 'node:timers/promises'
import { database } from '@korob/platform/database'
import { indexName, openSearch } from '@korob/platform/opensearch'
import type { CommandAnswer } from '../../../functions/catalog/index/command.ts'
import { productDocument } from '../../../functions/catalog/index/document.ts'
import { productIndex } from '../../../functions/catalog/index/mapping.ts'
import { readIndexedProductsAfter } from '../../../functions/catalog/store/index-documents.ts'
import type { Shop } from '../../../local/shop/shop.ts'
import { percentile } from '../measure/statistics.ts'

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000

/** Rebuilds as the command does; answers how long each part took, in seconds. */
export const measureRebuild = async ({ runner }: Shop): Promise<{ fill: number; verify: number; products: number }> => {
  const order = async (action: string) =>
    (await runner.invoke('catalogsearchindex', { action })).payload as CommandAnswer
  await order('rebuild')
  const startedAt = performance.now()
  let fill: number | undefined
  for (;;) {
    const { advance, build, last } = await order('advance')
    if (build?.state !== 'filling') fill ??= secondsSince(startedAt)
    if (advance === 'idle') {
      if (last?.state !== 'serving') throw new Error(`not rebuilt: ${last?.reason}`)
      return { fill: fill ?? 0, verify: secondsSince(startedAt) - (fill ?? 0), products: last.filled }
    }
    if (advance !== 'on') await pause(200)
  }
}

const bulkSize = 1_000

/** The same documents of the first products, sent by `_bulk` one request after the other; answers documents a second. */
export const measureBareBulk = async (atMost: number): Promise<number> => {
  const engine = openSearch()
  if (!engine) throw new Error('there is no OpenSearch here')
  const index = indexName('bench-bulk')
  await engine.request({
    method: 'PUT',
    path: `/${index}`,
    body: { ...productIndex, settings: { ...productIndex.settings, refresh_interval: '-1' } },
    timeoutMs: 30_000,
  })
  let cursor: string | null = null
  let documents = 0
  let seconds = 0
  try {
    while (documents < atMost) {
      const page: Awaited<ReturnType<typeof readIndexedProductsAfter>> = await readIndexedProductsAfter(
        database,
        cursor,
        bulkSize,
      )
      cursor = page.at(-1)?.id ?? null
      if (cursor === null) break
      const lines = page.flatMap((product) => [
        JSON.stringify({ index: { _index: index, _id: product.id } }),
        JSON.stringify(productDocument(product)),
      ])
      const startedAt = performance.now()
      await engine.request({ method: 'POST', path: '/_bulk', lines, timeoutMs: 60_000 })
      seconds += secondsSince(startedAt)
      documents += page.length
    }
  } finally {
    await engine.request({ method: 'DELETE', path: `/${index}`, timeoutMs: 30_000 })
  }
  return documents / seconds
}

/** From the commit of a change of price until a search shows it, in milliseconds: the median and the 95th percentile. */
export const measureChanges = async (
  { runner }: Shop,
  query: (sql: string, values: unknown[]) => Promise<unknown>,
  times: number,
): Promise<{ p50: number; p95: number }> => {
  const took: number[] = []
  for (let turn = 0; turn < times; turn++) {
    const sku = `G1-${String(turn).padStart(7, '0')}`
    const priceMinor = 7_777_00 + turn
    await query(
      `with changed as (update catalog.product set price_minor = $2, old_price_minor = null, published = true
                         where sku = $1 returning id)
       select catalog.index_products(array(select id from changed))`,
      [sku, priceMinor],
    )
    const startedAt = performance.now()
    // What any function of the shop does after such a commit.
    await runner.invoke('catalogrelay', { reason: 'committed' }, { type: 'Event' })
    for (let shown = false; !shown; ) {
      const answer = await fetch(`${runner.apiUrl}/api/search?q=${sku}&limit=5`)
      const { items } = (await answer.json()) as { items: { sku: string; priceMinor: number }[] }
      shown = items.some((item) => item.sku === sku && item.priceMinor === priceMinor)
      if (performance.now() - startedAt > 30_000) throw new Error(`${sku} is not shown as changed`)
      if (!shown) await pause(20)
    }
    took.push(performance.now() - startedAt)
  }
  return { p50: percentile(took, 0.5), p95: percentile(took, 0.95) }
}
