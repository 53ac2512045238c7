import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { EngineError } from '../../../local/engines/error.ts'
import { type Instance, parseInstance } from './instance.ts'

export interface Known {
  instance: Instance
  /** The best that is known, as a distance. */
  reference?: number
}

export interface Folder {
  /** Largest last. */
  instances: Known[]
  /** Files that look like instances by their name, and are none. */
  others: string[]
}

/** Rows of a table in Markdown whose first column is a name and whose second is a distance. */
const referencesIn = (text: string): Map<string, number> =>
  new Map(
    [...text.matchAll(/^\|\s*(\w+)\s*\|\s*([\d.]+)\s*\|/gm)].map(([, name, distance]) => [
      name!.toLowerCase(),
      Number(distance),
    ]),
  )

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/**
 * All instances (*.txt) of a folder and those below it, with references from its README.md, if it has one.
 * @throws EngineError if there is no such folder, or no instance in it
 */
export const readFolder = (folder: string): Folder => {
  const howTo = 'npm run bench -- routes --folder DIR, with instances of the VRPTW in Solomon’s text form (*.txt)'
  if (!isFolder(folder)) throw new EngineError(`There is no folder ${folder}.`, howTo)
  const readme = join(folder, 'README.md')
  const references = existsSync(readme) ? referencesIn(readFileSync(readme, 'utf8')) : new Map<string, number>()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.txt$/i.test(file) && !isFolder(join(folder, file)))
    .sort()
  const instances: Known[] = []
  const others: string[] = []
  for (const file of files) {
    const name = basename(file).slice(0, -4)
    const instance = parseInstance(readFileSync(join(folder, file), 'utf8'))
    if (instance) instances.push({ instance: { ...instance, name }, reference: references.get(name.toLowerCase()) })
    else others.push(file)
  }
  if (instances.length === 0) throw new EngineError(`There is no instance of the VRPTW in ${folder}.`, howTo)
  instances.sort((a, b) => a.instance.places.length - b.instance.places.length)
  return { instances, others }
}
