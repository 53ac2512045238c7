import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { layerFolder } from '../../../infra/build/paths.ts'
import { median } from '../measure/statistics.ts'

const program = `
  const startedAt = performance.now()
  require(process.argv[1])
  process.stdout.write(String(performance.now() - startedAt))
`

/** How long a bundle and what it needs of the layer take to load in a new process that finds modules as Lambda does. */
const importOnce = (file: string): number =>
  Number(
    execFileSync(process.execPath, ['-e', program, file], {
      encoding: 'utf8',
      env: { NODE_PATH: join(layerFolder, 'nodejs/node_modules'), AWS_REGION: 'eu-central-1' },
    }),
  )

/** The median of several, in milliseconds; the first reads the disk's cache warm and doesn't count. */
export const importMs = (file: string, times: number): number => {
  importOnce(file)
  return median(Array.from({ length: times }, () => importOnce(file)))
}
