import { join } from 'node:path'
import { projectRoot } from '../engines/paths.ts'
import { type Finished, type RunOptions, run } from '../engines/system/run.ts'

const bin = join(projectRoot, 'node_modules/.bin')

/** Runs a command of an npm package. Such tools are scripts for whatever `node` comes first: ours, not the system's. */
export function runTool(name: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const env = { ...process.env, ...options.env, PATH: `${bin}:${process.env.PATH ?? ''}` }
  return run(join(bin, name), args, { cwd: projectRoot, ...options, env })
}
