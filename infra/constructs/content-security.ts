/** Where pictures of a map come from, such as https://tile.example/{z}/{x}/{y}.png; undefined: the page draws its own. */
export type MapTiles = string | undefined

/**
 * The origin that a page has to load tiles from.
 * @throws for an address that is no template of tiles, or not secure: browsers would refuse it, and maps stay empty
 */
export const tilesOrigin = (tiles: string): string => {
  const missing = ['{z}', '{x}', '{y}'].filter((place) => !tiles.includes(place))
  if (missing.length > 0) throw new Error(`mapTiles must have ${missing.join(', ')}: ${tiles}`)
  const { protocol, origin, hostname, username } = new URL(tiles)
  if (protocol !== 'https:' || username !== '') throw new Error(`mapTiles must be a plain https:// address: ${tiles}`)
  // A policy lists origins: what stands in for parts of a name would be taken literally, or for any name.
  if (/[{}*%]/.test(hostname)) throw new Error(`mapTiles must name its server: ${tiles}`)
  return origin
}

/** Of the page: it loads nothing from elsewhere but a map's tiles, and the bucket's files, which it sends by itself. */
export const contentSecurityPolicy = (region: string, tiles: MapTiles): string => {
  const files = `https://*.s3.${region}.amazonaws.com`
  return [
    "default-src 'self'",
    `connect-src 'self' ${files}`,
    ["img-src 'self' data: blob:", files, ...(tiles === undefined ? [] : [tilesOrigin(tiles)])].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** What the page is told beside itself, as config.json. */
export const pageConfig = ({ shopTimeZone, mapTiles }: { shopTimeZone: string; mapTiles: MapTiles }) => ({
  apiBase: '/api',
  timeZone: shopTimeZone,
  ...(mapTiles !== undefined && { map: { tiles: mapTiles } }),
})
