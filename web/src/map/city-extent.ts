import type { CityMap } from './city-map.ts'
import type { Place } from './projection.ts'

/** The corners of all streets; none without any. */
export const cityExtent = ({ streets }: CityMap): Place[] => {
  const places = streets.flatMap(({ path }) => path)
  if (places.length === 0) return []
  const lats = places.map(({ lat }) => lat)
  const lons = places.map(({ lon }) => lon)
  return [
    { lat: Math.min(...lats), lon: Math.min(...lons) },
    { lat: Math.max(...lats), lon: Math.max(...lons) },
  ]
}
