import type { Place } from '../../../functions/catalog/domain/cursor.ts'
import { deadlineIn } from '../../../functions/catalog/search/deadline.ts'
import type { SearchEngine } from '../../../functions/catalog/search/engine.ts'
import { percentile } from '../measure/statistics.ts'
import { searchQueries } from '../search/search-queries.ts'

const stride = 1_000
const [everything] = searchQueries([{}])

type PagedSort = 'new' | 'price' | 'name'

const page = (engine: SearchEngine, sort: PagedSort, limit: number, after: Place | undefined) =>
  engine.search(
    {
      ...(everything as never as Parameters<SearchEngine['search']>[0]),
      sort,
      limit,
      after,
    },
    deadlineIn(60_000),
  )

export interface Walk {
  total: number
  /** How many different products the pages had. */
  different: number
  /** How many they had in all. */
  shown: number
  seconds: number
  /** Places on the way, from the first page to the last. */
  places: (Place | undefined)[]
}

/** Walks from the first product to the last by cursors. */
export const walk = async (engine: SearchEngine, sort: PagedSort): Promise<Walk> => {
  const seen = new Set<string>()
  const startedAt = performance.now()
  const places: (Place | undefined)[] = [undefined]
  let [shown, total] = [0, 0]
  for (let after: Place | undefined; ; ) {
    const found = await page(engine, sort, stride, after)
    total = found.total
    shown += found.items.length
    for (const { id } of found.items) seen.add(id)
    after = found.next
    if (!after) break
    places.push(after)
  }
  return { total, different: seen.size, shown, seconds: (performance.now() - startedAt) / 1000, places }
}

const times = 15

/** The median time of a page of 24 that begins there, in milliseconds. */
export const pageAt = async (engine: SearchEngine, sort: PagedSort, after: Place | undefined): Promise<number> => {
  const took: number[] = []
  for (let turn = 0; turn < times; turn++) {
    const startedAt = performance.now()
    await page(engine, sort, 24, after)
    took.push(performance.now() - startedAt)
  }
  return percentile(took, 0.5)
}
