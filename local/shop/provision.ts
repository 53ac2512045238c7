import { EngineError } from '../engines/error.ts'

/** A stack whose functions can be called: in the local runner, or deployed. */
export type CallableStack = {
  readonly outputs: Readonly<Record<string, string>>
  readonly invoke: (
    name: string,
    payload: unknown,
  ) => Promise<{ readonly functionError: string | undefined; readonly payload: unknown }>
}

/** Has the stack bring its database, broker and index up to date, as a deployment does. */
export async function provision(stack: CallableStack): Promise<void> {
  await invoke(stack, outputOf(stack, 'ProvisionFunction'))
}

/** Fills an empty shop with the demo goods and couriers; one that has them already stays as it is. */
export async function seed(stack: CallableStack): Promise<void> {
  const names = outputOf(stack, 'SeedFunctions').split(',')
  await Promise.all(names.map((name) => invoke(stack, name)))
}

export function outputOf(stack: Pick<CallableStack, 'outputs'>, name: string): string {
  const value = stack.outputs[name]
  if (!value) throw new Error(`the stack has no output ${name}`)
  return value
}

async function invoke(stack: CallableStack, name: string): Promise<void> {
  const { functionError, payload } = await stack.invoke(name, {})
  if (!functionError) return
  const { errorMessage } = payload as { errorMessage?: string }
  throw new EngineError(
    `Setting up the shop failed in the function ${name}: ${errorMessage ?? functionError}`,
    'Its log says more (of npm start: runner.log beside the data). If the data come from another version, clear them: npm run reset.',
  )
}
