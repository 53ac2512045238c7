import { memo } from 'react'
import { useShopConfig } from '../app/shop-config.ts'
import { useLanguage } from '../i18n/language.ts'
import type { CityMap } from './city-map.ts'
import { placeLabels } from './labels.ts'
import { inView, type Place, type PlanePoint, tilesOf, type View } from './projection.ts'

const pathOf = (view: View, places: readonly Place[], closed: boolean): string => {
  const points = places.map((place) => inView(view, place))
  return points.length === 0 ? '' : `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}${closed ? 'Z' : ''}`
}

const Tiles = ({ view, address }: { view: View; address: string }) => (
  <g>
    {tilesOf(view).map(({ z, x, y, left, top, size }) => (
      <image
        key={`${z}/${x}/${y}`}
        href={address.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))}
        x={left}
        y={top}
        width={size + 0.5}
        height={size + 0.5}
      />
    ))}
  </g>
)

const Streets = ({ city, view }: { city: CityMap; view: View }) => {
  const drawn = city.streets
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ rank, path, name }) => ({ rank, name: name?.ru, d: pathOf(view, path, false) }))
  return (
    <>
      {drawn.map(({ rank, name, d }) => (
        <path key={`edge ${name} ${d}`} className={`map-edge map-edge-${rank}`} d={d} />
      ))}
      {drawn.map(({ rank, name, d }) => (
        <path key={`${name} ${d}`} className={`map-street map-street-${rank}`} d={d} />
      ))}
    </>
  )
}

interface DrawnCityProps {
  city: CityMap
  view: View
  /** Where markers stand: no name is written there. */
  taken: readonly PlanePoint[]
}

/** Ground, streets and their names; or the tiles of a server, where the shop has one. */
export const DrawnCity = memo(({ city, view, taken }: DrawnCityProps) => {
  const { language } = useLanguage()
  const { map } = useShopConfig()
  if (map.tiles !== '') return <Tiles view={view} address={map.tiles} />
  const named = city.streets.flatMap(({ name, rank, path }) =>
    name ? [{ name: name[language], rank, points: path.map((place) => inView(view, place)) }] : [],
  )
  return (
    <g>
      {city.grounds.map(({ kind, name, rings }) => (
        <path
          key={`${kind} ${name?.ru}`}
          className={`map-${kind}`}
          d={rings.map((ring) => pathOf(view, ring, true)).join('')}
        />
      ))}
      <Streets city={city} view={view} />
      {placeLabels(named, view.width, view.height, taken).map(({ name, x, y, angle }) => (
        <text key={name} className="map-name" transform={`translate(${x} ${y}) rotate(${angle})`} dy="0.32em">
          {name}
        </text>
      ))}
    </g>
  )
})
