import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

export interface Installed {
  /** The medians of several imports of a function, each in a new process that finds modules as Lambda does. */
  importTime(id: string, times: number): ImportTime
  remove(): void
}

/** Bundles and layer where nothing else is: in the repository a function would find the platform's sources before the layer. */
export const installOutside = (functionsFolder: string, layerFolder: string): Installed => {
  const folder = mkdtempSync(join(tmpdir(), 'korob-bundles-'))
  cpSync(functionsFolder, join(folder, 'functions'), { recursive: true })
  cpSync(layerFolder, join(folder, 'opt'), { recursive: true })
  const importOnce = (id: string): ImportTime =>
    JSON.parse(
      execFileSync(process.execPath, ['-e', program, join(folder, 'functions', id, 'index.js')], {
        encoding: 'utf8',
        env: { NODE_PATH: join(folder, 'opt/nodejs/node_modules'), AWS_REGION: 'eu-central-1' },
      }),
    ) as ImportTime
  return {
    importTime(id, times) {
      importOnce(id) // warms the disk's cache
      const all = Array.from({ length: times }, () => importOnce(id))
      return { ms: median(all.map(({ ms }) => ms)), cpuMs: median(all.map(({ cpuMs }) => cpuMs)) }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
