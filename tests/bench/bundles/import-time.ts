import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { layerFolder } from '../../../infra/build/paths.ts'
import { median } from '../measure/statistics.ts'

export interface ImportTime {
  ms: number
  /** User and system time of all threads: moved less than the other by what else the machine does. */
  cpuMs: number
}

const program = `
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  require(process.argv[1])
  const ms = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000 }))
`

/** How long a bundle and what it needs of the layer take to load in a new process that finds modules as Lambda does. */
const importOnce = (file: string): ImportTime =>
  JSON.parse(
    execFileSync(process.execPath, ['-e', program, file], {
      encoding: 'utf8',
      env: { NODE_PATH: join(layerFolder, 'nodejs/node_modules'), AWS_REGION: 'eu-central-1' },
    }),
  ) as ImportTime

/** The medians of several; the first only warms the disk's cache. */
export const importTime = (file: string, times: number): ImportTime => {
  importOnce(file)
  const all = Array.from({ length: times }, () => importOnce(file))
  return { ms: median(all.map(({ ms }) => ms)), cpuMs: median(all.map(({ cpuMs }) => cpuMs)) }
}
