import { type Box, inBox, type Position } from './geometry.ts'

export interface OutlineFault {
  /** Of the corner. */
  index: number
  message: string
}

/** The ring with its first corner once more at the end, as GeoJSON has it. */
export const closedRing = (outline: readonly Position[]): Position[] => {
  const [first, last] = [outline[0], outline.at(-1)]
  if (!first || !last || (first[0] === last[0] && first[1] === last[1])) return [...outline]
  return [...outline, first]
}

const turn = ([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number =>
  Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))

/** Whether c, which is in line with a and b, lies between them. */
const isBetween = ([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): boolean =>
  Math.min(ax, bx) <= cx && cx <= Math.max(ax, bx) && Math.min(ay, by) <= cy && cy <= Math.max(ay, by)

const meet = (a: Position, b: Position, c: Position, d: Position): boolean => {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (abc !== abd && cda !== cdb) return true
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  )
}

/** Whether the way from a over b to c goes back on itself. */
const foldsBack = (a: Position, b: Position, c: Position): boolean =>
  turn(a, b, c) === 0 && (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) <= 0

/**
 * The first corner at which an outline is no simple ring of an area; undefined if it is one. Degrees as a plane: right for
 * outlines of a city's size.
 * @param outline closed, or to be closed
 */
export const faultOfRing = (outline: readonly Position[]): OutlineFault | undefined => {
  const corners = closedRing(outline).slice(0, -1)
  const corner = (index: number): Position => corners[index % corners.length] ?? [0, 0]
  if (corners.length < 3) return { index: 0, message: 'has too few corners for an area' }
  const turning = corners.findIndex((at, index) => foldsBack(corner(index + corners.length - 1), at, corner(index + 1)))
  if (turning >= 0) return { index: turning, message: 'goes back on itself at this corner' }
  for (const index of corners.keys()) {
    // Neighbours share a corner; the first edge and the last are neighbours too.
    for (let other = index + 2; other < corners.length - (index === 0 ? 1 : 0); other++)
      if (meet(corner(index), corner(index + 1), corner(other), corner(other + 1)))
        return { index, message: `the edge from here crosses or touches the one from corner ${other}` }
  }
  return undefined
}

const side = (degrees: number): string => degrees.toFixed(3)

/** The first corner that lies beyond a town's bounds, where no address is known. */
export const faultOfPlace = (outline: readonly Position[], bounds: Box | undefined): OutlineFault | undefined => {
  if (!bounds) return undefined
  const index = outline.findIndex(([lon, lat]) => !inBox({ lat, lon }, bounds))
  if (index < 0) return undefined
  const { west, east, south, north } = bounds
  return {
    index,
    message: `is far from every street: longitude must be within ${side(west)} and ${side(east)}, latitude within ${side(south)} and ${side(north)}`,
  }
}
