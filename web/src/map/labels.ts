import type { PlanePoint } from './projection.ts'

export interface NamedPath {
  name: string
  rank: 1 | 2 | 3
  /** Pixels of the window. */
  points: readonly PlanePoint[]
}

export interface PlacedLabel extends PlanePoint {
  name: string
  /** Degrees, never upside down. */
  angle: number
}

/** Of a letter in the labels' size, pixels. */
const letterPx = 6.2
const apartPx = 16

const lengthOf = (a: PlanePoint, b: PlanePoint) => Math.hypot(b.x - a.x, b.y - a.y)

/** The longest straight part whose middle is in the window. */
const longestLeg = (points: readonly PlanePoint[], width: number, height: number) =>
  points
    .slice(1)
    .map((to, index) => ({ from: points[index] ?? to, to }))
    .filter(({ from, to }) => {
      const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2]
      return x > 20 && y > 12 && x < width - 20 && y < height - 12
    })
    .reduce<{ from: PlanePoint; to: PlanePoint } | undefined>(
      (best, leg) => (!best || lengthOf(leg.from, leg.to) > lengthOf(best.from, best.to) ? leg : best),
      undefined,
    )

const visibleLength = (points: readonly PlanePoint[], width: number, height: number): number =>
  points.slice(1).reduce((sum, to, index) => {
    const from = points[index] ?? to
    const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2]
    return x < 0 || y < 0 || x > width || y > height ? sum : sum + lengthOf(from, to)
  }, 0)

/** Points along a label, a letter's height apart: it covers what is near any of them. */
const spine = ({ x, y, angle, name }: PlacedLabel): PlanePoint[] => {
  const half = (name.length * letterPx) / 2
  const steps = Math.max(1, Math.ceil(half / 6))
  const [dx, dy] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  return Array.from({ length: 2 * steps + 1 }, (_, index) => {
    const along = ((index - steps) / steps) * half
    return { x: x + dx * along, y: y + dy * along }
  })
}

/** Names along streets where they have room, the widest streets first; none lies over another, nor over what is taken. */
export const placeLabels = (
  paths: readonly NamedPath[],
  width: number,
  height: number,
  taken: readonly PlanePoint[] = [],
): PlacedLabel[] => {
  const covered: PlanePoint[] = []
  const isFree = (points: readonly PlanePoint[]) =>
    points.every(
      (point) =>
        covered.every((other) => lengthOf(point, other) >= apartPx) &&
        taken.every((other) => lengthOf(point, other) >= 2 * apartPx),
    )
  return paths
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ name, points }) => {
      if (visibleLength(points, width, height) < name.length * letterPx) return []
      const leg = longestLeg(points, width, height)
      if (!leg) return []
      const degrees = (Math.atan2(leg.to.y - leg.from.y, leg.to.x - leg.from.x) * 180) / Math.PI
      const label = {
        name,
        x: Math.round((leg.from.x + leg.to.x) / 2),
        y: Math.round((leg.from.y + leg.to.y) / 2),
        angle: Math.round(degrees > 90 ? degrees - 180 : degrees <= -90 ? degrees + 180 : degrees),
      }
      const letters = spine(label)
      if (!isFree(letters)) return []
      covered.push(...letters)
      return [label]
    })
}
