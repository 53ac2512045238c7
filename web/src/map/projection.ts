/** WGS 84, degrees. */
export interface Place {
  lat: number
  lon: number
}

/** A place on the map's plane: Web Mercator, the whole world from 0 to 1, y to the south. */
export interface PlanePoint {
  x: number
  y: number
}

export const toPlane = ({ lat, lon }: Place): PlanePoint => {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180)
  return { x: (lon + 180) / 360, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

/** A window on the plane: pixels are (plane − origin) × scale. */
export interface View {
  width: number
  height: number
  originX: number
  originY: number
  /** Pixels that the whole world would take. */
  scale: number
}

/** Room for a marker and its label, pixels. */
const paddingPx = 44
/** 256 pixel tiles of level 16: some 300 m to 100 px in a middle latitude. */
const closestScale = 256 * 2 ** 16

/** Shows all places, their middle in the middle; `zoom` steps nearer double the size. Without places, nothing can be shown. */
export const viewOf = (places: readonly Place[], width: number, height: number, zoom = 0): View | undefined => {
  const points = places.map(toPlane)
  if (points.length === 0 || width <= 0 || height <= 0) return undefined
  const [west, east] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))]
  const [north, south] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))]
  const room = (pixels: number) => Math.max(pixels / 2, pixels - 2 * paddingPx)
  const fitting = Math.min(room(width) / (east - west), room(height) / (south - north))
  const scale = Math.min(closestScale, fitting) * 2 ** zoom
  return {
    width,
    height,
    originX: (west + east) / 2 - width / 2 / scale,
    originY: (north + south) / 2 - height / 2 / scale,
    scale,
  }
}

/** Where a place is in the window, pixels to a tenth. */
export const inView = ({ originX, originY, scale }: View, place: Place): PlanePoint => {
  const { x, y } = toPlane(place)
  const tenth = (value: number) => Math.round(value * 10) / 10
  return { x: tenth((x - originX) * scale), y: tenth((y - originY) * scale) }
}

/** The place of a point in the window, to a metre. */
export const placeAt = ({ originX, originY, scale }: View, { x, y }: PlanePoint): Place => {
  const north = Math.sinh(Math.PI * (1 - 2 * (originY + y / scale)))
  const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5
  return { lat: round((Math.atan(north) * 180) / Math.PI), lon: round((originX + x / scale) * 360 - 180) }
}

/** Of a map that is in pixels anyway: what one of them is on the ground at a latitude. */
export const metresPerPixel = ({ scale }: View, lat: number): number =>
  (40_075_017 * Math.cos((lat * Math.PI) / 180)) / scale

export interface Tile {
  z: number
  x: number
  y: number
  left: number
  top: number
  size: number
}

/** The tiles that cover the window, each near its own size. */
export const tilesOf = ({ width, height, originX, originY, scale }: View): Tile[] => {
  const z = Math.max(0, Math.min(19, Math.round(Math.log2(scale / 256))))
  const count = 2 ** z
  const size = scale / count
  const range = (from: number, length: number) => {
    const first = Math.max(0, Math.floor(from * count))
    const last = Math.min(count - 1, Math.floor((from + length / scale) * count))
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  }
  return range(originX, width).flatMap((x) =>
    range(originY, height).map((y) => ({
      z,
      x,
      y,
      left: x * size - originX * scale,
      top: y * size - originY * scale,
      size,
    })),
  )
}
