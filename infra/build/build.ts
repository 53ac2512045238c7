import { parseArgs } from 'node:util'
import * as esbuild from 'esbuild'
import { functionBuild } from './function-bundles.ts'
import { layerBuild } from './layer.ts'
import { functionsFolder, layerFolder, type Platform } from './paths.ts'
import { measure, refuseLargeFunctions, type Sizes, sizeTable } from './sizes.ts'

export interface Build {
  /** A folder per function, named by its id. */
  readonly functions: string
  readonly layer: string | undefined
  readonly sizes: Sizes
}

const builds = (platform: Platform): esbuild.BuildOptions[] =>
  platform === 'layer' ? [functionBuild(platform), layerBuild()] : [functionBuild(platform)]

/** Bundles every function, and the layer. @throws when a handler is missing, does not compile, or is too large */
export const buildFunctions = async (platform: Platform): Promise<Build> => {
  await Promise.all(builds(platform).map((options) => esbuild.build(options)))
  const sizes = measure(platform)
  refuseLargeFunctions(sizes)
  return { functions: functionsFolder(platform), layer: platform === 'layer' ? layerFolder : undefined, sizes }
}

/** Bundles again whenever a source changes, until stopped; only bundles that differ are written. Errors go to stderr. */
export const watchFunctions = async (platform: Platform): Promise<{ stop: () => Promise<void> }> => {
  const contexts = await Promise.all(builds(platform).map((options) => esbuild.context(options)))
  await Promise.all(contexts.map((context) => context.watch()))
  return {
    stop: async () => {
      await Promise.all(contexts.map((context) => context.dispose()))
    },
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { platform: { type: 'string', default: 'layer' }, watch: { type: 'boolean', default: false } },
  })
  const platform = values.platform === 'inline' ? 'inline' : 'layer'
  const started = performance.now()
  const { sizes } = await buildFunctions(platform)
  console.log(`${sizeTable(sizes)}\nbuilt in ${Math.round(performance.now() - started)} ms`)
  if (values.watch) await watchFunctions(platform)
}
