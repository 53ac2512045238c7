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

/** The straight parts of a street, the longest first. */
const legsOf = (points: readonly PlanePoint[]) =>
  points
    .slice(1)
    .map((to, index) => ({ from: points[index] ?? to, to }))
    .toSorted((a, b) => lengthOf(b.from, b.to) - lengthOf(a.from, a.to))

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

const labelOn = (name: string, { from, to }: { from: PlanePoint; to: PlanePoint }): PlacedLabel => {
  const degrees = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI
  return {
    name,
    x: Math.round((from.x + to.x) / 2),
    y: Math.round((from.y + to.y) / 2),
    angle: Math.round(degrees > 90 ? degrees - 180 : degrees <= -90 ? degrees + 180 : degrees),
  }
}

/** Names along streets where they have room, the widest streets first; none lies over another, nor over what is taken. */
export const placeLabels = (
  paths: readonly NamedPath[],
  width: number,
  height: number,
  taken: readonly PlanePoint[] = [],
): PlacedLabel[] => {
  const covered: PlanePoint[] = []
  const isFree = (letters: readonly PlanePoint[]) =>
    letters.every(
      (point) =>
        point.x >= 4 &&
        point.y >= 4 &&
        point.x <= width - 4 &&
        point.y <= height - 4 &&
        covered.every((other) => lengthOf(point, other) >= apartPx) &&
        taken.every((other) => lengthOf(point, other) >= 2 * apartPx),
    )
  return paths
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ name, points }) => {
      if (visibleLength(points, width, height) < name.length * letterPx) return []
      const label = legsOf(points)
        .map((leg) => labelOn(name, leg))
        .find((one) => isFree(spine(one)))
      if (label) covered.push(...spine(label))
      return label ? [label] : []
    })
}
