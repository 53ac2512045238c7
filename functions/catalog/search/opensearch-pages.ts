import type { Place, SortKeys } from '../domain/cursor.ts'
import { anchorOf, cutPage, mostNamed, windowAt } from '../domain/pages.ts'
import type { Hit } from '../views.ts'
import { isRanked, type SearchQuery } from './engine.ts'
import { keysFor } from './keys.ts'
import { nameRequest, namesRequest, pageRequest, type Reach } from './opensearch-request.ts'

export interface FoundHit {
  _id: string
  _source: { hit: Hit }
  sort: SortKeys
}
/** The hits that requests find, by the same copy of the index where it is there. */
export type Ask = (request: object) => Promise<FoundHit[]>

export type Beginning = Reach & {
  /** Hits that have been shown and must be among those that are found, if the index hasn't changed since. */
  expected: readonly string[]
}

/** Where the hits of a page have to be looked for. By relevance that is behind a hit, whose points by now are asked for. */
export const beginningOf = async (query: SearchQuery, ask: Ask): Promise<Beginning> => {
  const { after, limit } = query
  const expected: string[] = []
  if (!after) return { from: 0, size: limit + 1, expected }
  const keys = await keysFor('opensearch', query, async (id) => {
    const name = (await ask(nameRequest(query, id)))[0]?.sort[1]
    return typeof name === 'string' ? name : undefined
  })
  if (keys) return { after: keys, size: limit + 1, expected }
  const { shown } = after
  const size = shown.length + limit + 1
  if (after.engine !== 'opensearch') {
    const window = windowAt(after, limit)
    // Behind the last position nothing tells a place: the list begins anew, so that none is left out.
    return { from: window.limit + 1 < size ? 0 : window.from, size, expected }
  }
  // All that was shown is named.
  if (shown.length < mostNamed) return { from: 0, size, expected }
  const standing = (await ask(namesRequest(query, shown))).map(({ _id: id, sort }) => ({ id, sort }))
  const anchor = anchorOf(standing, shown)
  if (anchor) {
    const behind = standing.slice(standing.indexOf(anchor) + 1).map(({ id }) => id)
    return { after: anchor.sort, size, expected: behind }
  }
  // Everything that is named has gone: about where the last of it was.
  return after.keys ? { after: after.keys, size, expected } : { from: 0, size, expected }
}

/** Tries; then whatever is found has to do. */
const mostTries = 4

/**
 * The hits that begin there. An index that changed between both questions has given all hits other points: then those that
 * were to follow the anchor don't, and both are asked again.
 */
export const hitsFrom = async (
  query: SearchQuery,
  begin: Beginning,
  first: readonly FoundHit[],
  ask: Ask,
): Promise<{ begin: Beginning; hits: readonly FoundHit[] }> => {
  let found = { begin, hits: first }
  for (let tries = 1; tries < mostTries; tries += 1) {
    const { expected } = found.begin
    const ids = new Set(found.hits.map(({ _id }) => _id))
    if (expected.filter((id) => ids.has(id)).length * 2 >= expected.length) break
    const again = await beginningOf(query, ask)
    found = { begin: again, hits: await ask(pageRequest(query, again)) }
  }
  return found
}

/** A page out of the hits that were found for it, and where the next one begins. */
export const pageOf = (
  query: SearchQuery,
  { begin, hits }: { begin: Beginning; hits: readonly FoundHit[] },
): { items: Hit[]; next: Place | undefined } => {
  const { limit, after } = query
  const goesOn = hits.length === begin.size
  const found = hits.slice(0, begin.size - 1).map(({ _id: id, _source, sort }) => ({ id, hit: _source.hit, sort }))
  const shown = isRanked(query) ? (after?.shown ?? []) : []
  const cut = cutPage(found, shown, limit, goesOn)
  const keys = cut.items.at(-1)?.sort ?? null
  const isOver = cut.shown === undefined
  return {
    items: cut.items.map(({ hit }) => hit),
    next: isOver
      ? undefined
      : {
          engine: 'opensearch',
          keys,
          offset: (after?.offset ?? 0) + cut.items.length,
          shown: isRanked(query) ? (cut.shown ?? []) : [],
          part: null,
        },
  }
}
