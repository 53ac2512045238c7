/**
 * Writes what draw-city.ts draws: city.json beside this file, for the service, and the map that the page draws.
 * `node functions/delivery/demo/make-city.ts`
 */
import { writeFileSync } from 'node:fs'
import { drawCity, drawMap } from './draw-city.ts'

writeFileSync(new URL('city.json', import.meta.url), `${JSON.stringify(drawCity())}\n`)
writeFileSync(new URL('../../../web/public/map/zarechye.geo.json', import.meta.url), `${JSON.stringify(drawMap())}\n`)
