import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { functionsFolder, layerFolder, sources } from './paths.ts'

const run = promisify(execFile)

const measured = `
  const started = performance.now()
  require(process.argv[1])
  console.log(performance.now() - started)
  process.exit()`

const importOnce = async (id: string): Promise<number> => {
  const { stdout } = await run(process.execPath, ['-e', measured, join(functionsFolder('layer'), id, 'index.js')], {
    env: { NODE_PATH: join(layerFolder, 'nodejs/node_modules'), AWS_REGION: 'eu-central-1' },
  })
  return Number(stdout)
}

export interface ImportTime {
  readonly id: string
  /** The median of its runs, each in a process of its own. */
  readonly ms: number
}

/** How long each built function takes to load: the part of a cold start that is ours. One after another, on a quiet machine. */
export const importTimes = async (runs = 5): Promise<ImportTime[]> => {
  const times: ImportTime[] = []
  for (const { id } of sources) {
    const all: number[] = []
    for (let index = 0; index < runs; index++) all.push(await importOnce(id))
    times.push({ id, ms: all.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN })
  }
  return times
}

if (import.meta.main)
  for (const { id, ms } of (await importTimes()).sort((a, b) => b.ms - a.ms))
    console.log(`${ms.toFixed(0).padStart(5)} ms  ${id}`)
