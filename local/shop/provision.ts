import { EngineError } from '../engines/error.ts'
import type { Runner } from '../runner/runner.ts'

/** Has the stack bring its database, broker and index up to date, as a deployment does. */
export async function provision(runner: Runner): Promise<void> {
  await invoke(runner, outputOf(runner, 'ProvisionFunction'))
}

/** Fills an empty shop with the demo goods and couriers; one that has them already stays as it is. */
export async function seed(runner: Runner): Promise<void> {
  const names = outputOf(runner, 'SeedFunctions').split(',')
  await Promise.all(names.map((name) => invoke(runner, name)))
}

function outputOf(runner: Runner, name: string): string {
  const value = runner.outputs[name]
  if (!value) throw new Error(`the stack has no output ${name}`)
  return value
}

async function invoke(runner: Runner, name: string): Promise<void> {
  const { functionError, payload } = await runner.invoke(name, {})
  if (!functionError) return
  const { errorMessage } = payload as { errorMessage?: string }
  throw new EngineError(
    `Setting up the shop failed in the function ${name}: ${errorMessage ?? functionError}`,
    'Its log is in runner.log beside the data. If the data come from another version, clear them: npm run reset.',
  )
}
