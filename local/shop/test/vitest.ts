import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../engines/paths.ts'
import { runTool } from '../tool.ts'
import { type Tally, tallyOf } from './tally.ts'

/** Runs one project of vitest.config.ts, its report shown as it comes. */
export async function runVitest(
  project: string,
  filters: readonly string[],
  env: NodeJS.ProcessEnv,
  reportDir: string,
): Promise<Tally> {
  const outputFile = join(reportDir, `${project}.json`)
  rmSync(outputFile, { force: true })
  const { code } = await runTool(
    'vitest',
    [
      'run',
      `--project=${project}`,
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
