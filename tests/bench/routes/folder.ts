import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Instance, parseInstance } from './instance.ts'

export interface Known {
  instance: Instance
  /** The best that is known, as a distance. */
  reference?: number
}

/** Rows of a table in Markdown whose first column is a name and whose second is a distance. */
const referencesIn = (text: string): Map<string, number> =>
  new Map(
    [...text.matchAll(/^\|\s*(\w+)\s*\|\s*([\d.]+)\s*\|/gm)].map(([, name, distance]) => [name!, Number(distance)]),
  )

/** All instances (*.txt) of a folder; references from its README.md, if it has one. */
export const readFolder = (folder: string): Known[] => {
  const readme = join(folder, 'README.md')
  const references = existsSync(readme) ? referencesIn(readFileSync(readme, 'utf8')) : new Map<string, number>()
  return readdirSync(folder)
    .filter((file) => file.toLowerCase().endsWith('.txt'))
    .sort()
    .map((file) => ({
      instance: { ...parseInstance(readFileSync(join(folder, file), 'utf8')), name: file.slice(0, -4) },
      reference: references.get(file.slice(0, -4)),
    }))
}
