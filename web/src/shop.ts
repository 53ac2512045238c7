import type { Localized } from './api/answers.ts'

export interface ShopConfig {
  /** Where the API is; a path of this origin or another origin's address, without a slash at its end. */
  apiBase: string
  /** The city that the address form begins with. */
  city: Localized
  /** The shop's time zone, where an answer doesn't name it. */
  timeZone: string
  map: {
    /** The drawing of the city: GeoJSON with streets, water and parks. Empty: none. */
    city: string
    /** Of a tile server, with {z}, {x} and {y}; empty: the city is drawn by the page. */
    tiles: string
  }
}

const defaults: ShopConfig = {
  apiBase: '/api',
  city: { ru: 'Заречье', en: 'Zarechye' },
  timeZone: 'Europe/Moscow',
  map: { city: '/map/zarechye.geo.json', tiles: '' },
}

const isLocalized = (value: unknown): value is Localized =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Localized).ru === 'string' &&
  typeof (value as Localized).en === 'string'

const isTiles = (value: unknown): value is string =>
  typeof value === 'string' && ['{z}', '{x}', '{y}'].every((place) => value.includes(place))

const mapOf = (found: unknown): ShopConfig['map'] => {
  const { city, tiles } = (typeof found === 'object' && found !== null ? found : {}) as Record<string, unknown>
  return {
    city: typeof city === 'string' ? city : defaults.map.city,
    tiles: isTiles(tiles) ? tiles : defaults.map.tiles,
  }
}

/** What config.json says, over the defaults. */
export const shopConfig = (found: unknown): ShopConfig => {
  const { apiBase, city, timeZone, map } = (typeof found === 'object' && found !== null ? found : {}) as Partial<
    Record<keyof ShopConfig, unknown>
  >
  return {
    apiBase: typeof apiBase === 'string' ? apiBase.replace(/\/+$/, '') : defaults.apiBase,
    city: isLocalized(city) ? city : defaults.city,
    timeZone: typeof timeZone === 'string' ? timeZone : defaults.timeZone,
    map: mapOf(map),
  }
}
