import type { SortKeys } from '../domain/cursor.ts'
import type { EngineName } from '../views.ts'
import { isRanked, type SearchQuery } from './engine.ts'

/**
 * The keys that tell alone where a page begins; undefined where none do, or the page is the first. Names are folded by each
 * engine in its own way.
 */
export const keysFor = (engine: EngineName, query: SearchQuery): SortKeys | undefined => {
  const { after, sort } = query
  if (!after || isRanked(query) || (sort === 'name' && after.engine !== engine)) return undefined
  return after.keys ?? undefined
}
