import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../engines/paths.ts'
import { runTool } from '../tool.ts'
import { type Tally, tallyOf } from './tally.ts'

export type VitestRun = {
  /** What its report is called. */
  readonly name: string
  /** Of vitest.config.ts. */
  readonly projects: readonly string[]
  /** Parts of test files' paths; none for all files. */
  readonly filters: readonly string[]
  readonly reportDir: string
  readonly env?: NodeJS.ProcessEnv
  /** Files run side by side; as Vitest chooses unless given. */
  readonly workers?: number | undefined
}

/** Runs projects, their report shown as it comes. */
export async function runVitest({ name, projects, filters, reportDir, env, workers }: VitestRun): Promise<Tally> {
  const outputFile = join(reportDir, `${name}.json`)
  rmSync(outputFile, { force: true })
  const { code } = await runTool(
    'vitest',
    [
      'run',
      ...projects.map((project) => `--project=${project}`),
      ...(workers ? [`--maxWorkers=${workers}`] : []),
      ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${outputFile}`,
    ],
    { cwd: projectRoot, env, onOutput: (text) => process.stdout.write(text) },
  )
  const report = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined
  return tallyOf(report, code)
}
