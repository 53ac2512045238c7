import { buildFunctions } from '../../../infra/build/build.ts'
import { layerFolder } from '../../../infra/build/paths.ts'
import { maxFunctionBytes } from '../../../infra/build/sizes.ts'
import { table } from '../measure/table.ts'
import { installOutside } from './import-time.ts'

const times = 5
const goalMs = 150

/** The size of each function's bundle, and how long it takes to load, the layer included. */
export const benchBundles = async (): Promise<void> => {
  const { functions: folder, sizes } = await buildFunctions('layer')
  const installed = installOutside(folder, layerFolder)
  const rows = sizes.functions.map(({ id, bytes }) => ({
    id,
    kilobytes: bytes / 1000,
    ...installed.importTime(id, times),
  }))
  installed.remove()
  console.log(
    table(
      ['function', 'kB', 'import ms', 'its CPU ms'],
      rows.toSorted((a, b) => b.ms - a.ms).map(({ id, kilobytes, ms, cpuMs }) => [id, kilobytes, ms, cpuMs]),
    ),
  )
  const most = (of: 'kilobytes' | 'ms' | 'cpuMs') => Math.max(...rows.map((row) => row[of]))
  console.log(`\n  layer: ${((sizes.layerBytes ?? 0) / 1000).toFixed(0)} kB`)
  console.log(`  largest: ${most('kilobytes').toFixed(1)} kB of ${maxFunctionBytes / 1000} kB allowed`)
  console.log(
    `  slowest: ${most('ms').toFixed(0)} ms, ${most('cpuMs').toFixed(0)} ms of CPU time; the goal is ${goalMs} ms`,
  )
}
