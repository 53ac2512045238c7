/**
 * Pages of a list that is told apart by positions only. Hits by relevance have no key that stays: with any product that is
 * indexed, words become rarer or commoner and the points of all hits change. So a cursor names what was shown last, and a
 * page is cut from what stands around its position by then.
 */

/** Positions end here, in both engines: what comes after so many hits nobody has looked for. */
export const lastPosition = 10_000

/** Hits that a cursor names: with more of them it wouldn't go into an address. */
export const mostNamed = 120

export interface Position {
  offset: number
  /** Ids of what was shown last, the latest at the end. */
  shown: readonly string[]
}

export interface Window {
  from: number
  limit: number
}

/** The hits that have to be known to cut a page of `limit`: those that were shown last, wherever they went, and as many more. */
export const windowAt = ({ offset, shown }: Position, limit: number): Window => {
  // One more than the limit is looked at, to know whether the list goes on.
  const end = lastPosition - 1
  const from = Math.min(Math.max(0, offset - shown.length), end)
  return { from, limit: Math.max(0, Math.min(shown.length + limit, end - from)) }
}

export interface Cut<Hit> {
  items: Hit[]
  /** Where the next page begins; undefined at the end. */
  next: Position | undefined
}

/**
 * Where in a window begins what a cursor still names. What stands above was shown before that, or came in above. One hit that
 * went elsewhere doesn't mislead: it is told by the middle one of the three that were shown first.
 */
const beginning = (hits: readonly { id: string }[], shown: readonly string[]): number => {
  if (shown.length < mostNamed) return 0
  const places = new Map(hits.map(({ id }, at) => [id, at]))
  const oldest = shown.flatMap((id) => places.get(id) ?? []).slice(0, 3)
  return oldest.toSorted((a, b) => a - b)[Math.floor(oldest.length / 2)] ?? 0
}

/** A page out of its window. @param goesOn whether there are hits behind the window */
export const cutPage = <Hit extends { id: string }>(
  hits: readonly Hit[],
  { offset, shown }: Position,
  { from }: Window,
  limit: number,
  goesOn: boolean,
): Cut<Hit> => {
  const seen = new Set(shown)
  const begins = beginning(hits, shown)
  const fresh = [...hits.entries()].filter(([at, { id }]) => at >= begins && !seen.has(id))
  const taken = fresh.slice(0, limit)
  const last = taken.at(-1)?.[0]
  const isWhole = taken.length < fresh.length && last !== undefined
  const next = from + (isWhole ? last + 1 : hits.length)
  const items = taken.map(([, hit]) => hit)
  const isOver = !(isWhole || goesOn) || (items.length === 0 && next <= offset)
  return {
    items,
    next: isOver ? undefined : { offset: next, shown: [...shown, ...items.map(({ id }) => id)].slice(-mostNamed) },
  }
}
