/** What lies between the streets: kilometres east and north of the town's centre. */

export type Point = [number, number]

interface Ground {
  kind: 'water' | 'park'
  name: { ru: string; en: string }
  outline: readonly Point[]
}

const box = (west: number, south: number, east: number, north: number): Point[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
]

/** A shape without corners around a point. */
const pool = ([x, y]: Point, width: number, height: number): Point[] =>
  Array.from({ length: 24 }, (_, index): Point => {
    const angle = (index / 24) * 2 * Math.PI
    const bulge = 1 + 0.12 * Math.sin(3 * angle)
    return [x + (width / 2) * bulge * Math.cos(angle), y + (height / 2) * bulge * Math.sin(angle)]
  })

export const grounds: readonly Ground[] = [
  { kind: 'park', name: { ru: 'Городской сад', en: 'City Garden' }, outline: box(0.54, -0.06, 0.86, 0.16) },
  { kind: 'park', name: { ru: 'Купеческий сквер', en: 'Merchants’ Square' }, outline: box(-1.45, 0.55, -1.05, 0.75) },
  { kind: 'park', name: { ru: 'Парк Победы', en: 'Victory Park' }, outline: box(0.95, 1.16, 1.35, 1.45) },
  { kind: 'park', name: { ru: 'Берёзовая роща', en: 'Birch Grove' }, outline: box(-0.54, -1.16, -0.06, -0.95) },
  { kind: 'park', name: { ru: 'Школьный парк', en: 'School Park' }, outline: box(-1.95, 1.55, -1.55, 1.85) },
  { kind: 'park', name: { ru: 'Южный парк', en: 'South Park' }, outline: box(0.66, -2.06, 1.14, -1.85) },
  { kind: 'park', name: { ru: 'Заречный бор', en: 'Zarechny Forest' }, outline: pool([3.4, -1.4], 1.5, 0.7) },
  { kind: 'park', name: { ru: 'Северный лес', en: 'Northern Forest' }, outline: pool([0.6, 3.1], 3.2, 0.7) },
  { kind: 'park', name: { ru: 'Мельничный лес', en: 'Mill Forest' }, outline: pool([-3.6, -2.2], 1.6, 0.9) },
  { kind: 'water', name: { ru: 'Щучье озеро', en: 'Pike Lake' }, outline: pool([-3.5, 0.3], 0.8, 0.45) },
  { kind: 'water', name: { ru: 'Садовый пруд', en: 'Garden Pond' }, outline: pool([0.7, 0.05], 0.14, 0.08) },
]

/** Straight past the embankment, winding beyond the town. */
const middle = (x: number): number => -0.61 + Math.max(0, Math.abs(x) - 2.2) * 0.12 * Math.sin(x * 1.3)

/** The river, from beyond the map to beyond the map. */
export const river = (): Point[] => {
  const xs = Array.from({ length: 91 }, (_, index) => -9 + index * 0.2)
  const half = (x: number) => 0.115 + 0.02 * Math.sin(x * 2.1)
  return [
    ...xs.map((x): Point => [x, middle(x) + half(x)]),
    ...xs.toReversed().map((x): Point => [x, middle(x) - half(x)]),
  ]
}
