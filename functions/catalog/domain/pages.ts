/**
 * Pages of a list by relevance. In the search engine its hits have no key that stays: with any product that is indexed, words
 * become rarer or commoner and the points of all hits change. So a cursor names what was shown last, and a page begins after
 * the first of those, wherever it stands by then. However long the list is, a page costs the same.
 */

/** Hits that a cursor names: with more of them it wouldn't go into an address. */
export const mostNamed = 120

/** Positions end here, in both engines. Only where one engine goes on from a cursor of the other is a place told by its position. */
export const lastPosition = 10_000

export interface Window {
  from: number
  limit: number
}

/** The hits that have to be known to go on from a position: those that were shown last, wherever they went, and as many more. */
export const windowAt = ({ offset, shown }: { offset: number; shown: readonly string[] }, limit: number): Window => {
  // One more than the limit is looked at, to know whether the list goes on.
  const end = lastPosition - 1
  const from = Math.min(Math.max(0, offset - shown.length), end)
  return { from, limit: Math.max(0, Math.min(shown.length + limit, end - from)) }
}

/**
 * The hit after which all stands that may not have been shown yet: the oldest that the cursor names. One that went elsewhere
 * doesn't mislead: it is told by the middle one of the three that were shown first.
 * @param standing what the cursor names and is still found, in the order of the list by now
 */
export const anchorOf = <Hit extends { id: string }>(
  standing: readonly Hit[],
  shown: readonly string[],
): Hit | undefined => {
  const places = new Map(standing.map(({ id }, at) => [id, at]))
  const oldest = shown.flatMap((id) => places.get(id) ?? []).slice(0, 3)
  const middle = oldest.toSorted((a, b) => a - b)[Math.floor(oldest.length / 2)]
  return middle === undefined ? undefined : standing[middle]
}

export interface Cut<Hit> {
  items: Hit[]
  /** What the next page's cursor names; undefined at the end. */
  shown: readonly string[] | undefined
}

/** A page out of what stands behind its anchor. @param goesOn whether there are hits behind `hits` */
export const cutPage = <Hit extends { id: string }>(
  hits: readonly Hit[],
  shown: readonly string[],
  limit: number,
  goesOn: boolean,
): Cut<Hit> => {
  const seen = new Set(shown)
  const fresh = hits.filter(({ id }) => !seen.has(id))
  const items = fresh.slice(0, limit)
  const isOver = items.length === fresh.length && !goesOn
  // In the order in which they stand: what came in above and was shown late must not push out what stands behind it.
  const named = new Set([...shown, ...items.map(({ id }) => id)])
  const standing = hits.flatMap(({ id }) => (named.has(id) ? [id] : []))
  const behind = new Set(standing)
  const elsewhere = shown.filter((id) => !behind.has(id))
  return { items, shown: isOver ? undefined : [...elsewhere, ...standing].slice(-mostNamed) }
}
