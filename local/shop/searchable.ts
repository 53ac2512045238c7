import { setTimeout as pause } from 'node:timers/promises'
import { queryOnce } from '../engines/postgres/sql.ts'

export type SearchOfShop = {
  /** The API's address with its stage. */
  readonly apiUrl: string
  /** Of the shop, as the administrator. */
  readonly databaseUrl: string
}

const published = 'select count(*)::int as count from catalog.product where published and deleted_at is null'

/** Waits until search by OpenSearch finds all that is published; false when it still doesn't after `withinMs`. */
export async function untilSearchable({ apiUrl, databaseUrl }: SearchOfShop, withinMs = 60_000): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (performance.now() < deadline) {
    const found = await foundByOpenSearch(apiUrl, deadline - performance.now())
    if (found !== undefined) {
      const [row] = await queryOnce<{ count: number }>(databaseUrl, published)
      if (found === row?.count) return true
    }
    await pause(200)
  }
  return false
}

/** Undefined while PostgreSQL answers in its place, or nobody does. */
async function foundByOpenSearch(apiUrl: string, withinMs: number): Promise<number | undefined> {
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(withinMs)))
  try {
    const answer = await fetch(`${apiUrl}/api/search?limit=1`, { signal })
    if (!answer.ok) return undefined
    const { engine, total } = (await answer.json()) as { engine: string; total: number }
    return engine === 'opensearch' ? total : undefined
  } catch (error) {
    if (signal.aborted || error instanceof TypeError) return undefined // out of time, or no connection
    throw error
  }
}
