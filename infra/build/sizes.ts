import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { functionsFolder, layerFolder, type Platform, sources } from './paths.ts'

/** What a function's code may weigh without the layer: each environment reads, parses and keeps it. Files beside it are read when asked for. */
export const maxFunctionBytes = 100_000

export interface Sizes {
  functions: { id: string; bytes: number }[]
  layerBytes: number | undefined
}

const folderBytes = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

export const measure = (platform: Platform): Sizes => ({
  functions: sources.map(({ id }) => ({ id, bytes: statSync(join(functionsFolder(platform), id, 'index.js')).size })),
  layerBytes: platform === 'layer' ? folderBytes(layerFolder) : undefined,
})

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(8)} kB`

export const sizeTable = ({ functions, layerBytes }: Sizes): string =>
  [
    ...functions
      .toSorted((a, b) => b.bytes - a.bytes)
      .map(({ id, bytes }) => `${kilobytes(bytes)}  ${id}${bytes > maxFunctionBytes ? '  TOO LARGE' : ''}`),
    ...(layerBytes === undefined ? [] : [`${kilobytes(layerBytes)}  layer`]),
  ].join('\n')

/** @throws when a function is too large to start fast; what all need belongs into the layer */
export const refuseLargeFunctions = (sizes: Sizes): void => {
  if (sizes.layerBytes === undefined) return
  if (sizes.functions.some(({ bytes }) => bytes > maxFunctionBytes))
    throw new Error(`functions over ${maxFunctionBytes / 1000} kB without the layer:\n${sizeTable(sizes)}`)
}
