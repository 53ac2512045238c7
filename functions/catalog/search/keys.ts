import type { SortKeys } from '../domain/cursor.ts'
import type { EngineName } from '../views.ts'
import { isRanked, type SearchQuery } from './engine.ts'

/**
 * The keys that tell alone where a page begins; undefined where none do, or the page is the first. Names are folded by each
 * engine in its own way: a key of the other's is put into this one's form.
 * @param nameHere the name of a product as this engine sorts by it, by its id; undefined if it isn't there
 */
export const keysFor = async (
  engine: EngineName,
  query: SearchQuery,
  nameHere: (id: string) => Promise<string | undefined>,
): Promise<SortKeys | undefined> => {
  const { after, sort } = query
  if (!after?.keys || isRanked(query)) return undefined
  if (sort !== 'name' || after.engine === engine) return after.keys
  const [soldOut, key, id] = after.keys
  return [soldOut, (await nameHere(id)) ?? key, id]
}
