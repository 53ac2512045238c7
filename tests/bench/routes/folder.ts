import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Instance, parseInstance } from './instance.ts'

export interface Known {
  instance: Instance
  /** The best that is known, as a distance. */
  reference?: number
}

/** Rows of a table in Markdown whose first column is a name and whose second is a distance. */
const referencesIn = (text: string): Map<string, number> =>
  new Map(
    [...text.matchAll(/^\|\s*(\w+)\s*\|\s*([\d.]+)\s*\|/gm)].map(([, name, distance]) => [
      name!.toLowerCase(),
      Number(distance),
    ]),
  )

/**
 * All instances (*.txt) of a folder and those below it, largest last; references from its README.md, if it has one.
 * @throws Error that names the file for one that is no instance
 */
export const readFolder = (folder: string): Known[] => {
  const readme = join(folder, 'README.md')
  const references = existsSync(readme) ? referencesIn(readFileSync(readme, 'utf8')) : new Map<string, number>()
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.txt$/i.test(file))
    .sort()
    .map((file) => {
      const name = basename(file).slice(0, -4)
      try {
        const instance = { ...parseInstance(readFileSync(join(folder, file), 'utf8')), name }
        return { instance, reference: references.get(name.toLowerCase()) }
      } catch (cause) {
        throw new Error(`${file} is no instance of the VRPTW`, { cause })
      }
    })
    .sort((a, b) => a.instance.places.length - b.instance.places.length)
}
