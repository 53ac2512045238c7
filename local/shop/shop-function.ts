import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { invokeDeployed } from '../deployed/invoke.ts'
import { clientsFor } from '../deployed/place.ts'
import { readStack } from '../deployed/stack.ts'
import { EngineError } from '../engines/error.ts'
import { physicalName } from '../runner/assembly/names.ts'
import type { Template } from '../runner/assembly/template.ts'
import { dataFolder, readPorts } from './addresses.ts'
import { runningShop } from './running-shop.ts'

/** Which shop a command means: the one of npm start, unless a stack or a function is named. */
export interface ShopPlace {
  readonly stack: string | undefined
  readonly region: string | undefined
  readonly functionName: string | undefined
  readonly endpoint: string | undefined
}

/** A function of the shop that commands call. */
export interface CommandFunction {
  /** In the CDK app: catalog-search-index. */
  readonly id: string
  /** The output of the stack that has its name. */
  readonly output: string
  readonly usage: string
}

const localStack = 'korob-local'

/** The function's name in the shop that npm start runs: the runner names functions by their logical ids. */
function localFunction({ id, usage }: CommandFunction): string {
  const folder = dataFolder(process.env)
  const file = join(folder, 'assembly/local', `${localStack}.template.json`)
  if (!existsSync(file)) throw new EngineError(`No shop has run with its data in ${folder}.`, usage)
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as Template
  const found = Object.entries(Resources).find(([, { Metadata }]) =>
    String(Metadata?.['aws:cdk:path']).endsWith(`/${id}/Resource`),
  )
  if (!found) throw new EngineError('The shop here is of a version without this function.', 'npm start, and try again.')
  return physicalName('AWS::Lambda::Function', localStack, found[0])
}

function localEndpoint(): string {
  const here = runningShop(dataFolder(process.env))
  return here?.runner ?? `http://127.0.0.1:${readPorts([], process.env).api}`
}

async function nameOf(
  wanted: CommandFunction,
  { stack, functionName }: ShopPlace,
  clients: ReturnType<typeof clientsFor>,
) {
  if (functionName) return functionName
  if (!stack) return localFunction(wanted)
  const name = (await readStack(clients.cloudFormation, stack))?.outputs[wanted.output]
  if (!name) throw new EngineError(`There is no stack ${stack} with the output ${wanted.output}.`, wanted.usage)
  return name
}

/** What a call came to: the function's answer, or the message it failed with. */
export type CallAnswer = { answer: unknown } | { failed: string }

/** Lets `work` call a function of the shop. @throws EngineError where there is none, or nobody answers */
export async function withShopFunction<T>(
  wanted: CommandFunction,
  place: ShopPlace,
  work: (call: (payload: unknown) => Promise<CallAnswer>) => Promise<T>,
): Promise<T> {
  const isLocal = !place.stack && !place.functionName
  const endpoint = place.endpoint ?? (isLocal ? localEndpoint() : undefined)
  const clients = clientsFor({ ...(endpoint && { endpoint }), ...(place.region && { region: place.region }) })
  try {
    const name = await nameOf(wanted, place, clients)
    return await work(async (payload) => {
      const result = await invokeDeployed(clients.lambda, name, JSON.stringify(payload)).catch(
        (error: NodeJS.ErrnoException) => {
          if (!['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(error.code ?? '')) throw error
          throw new EngineError(`Nobody answers at ${endpoint}.`, 'Is the shop running? npm start.', { cause: error })
        },
      )
      const said: unknown = JSON.parse(result.payload || 'null')
      return result.functionError
        ? { failed: (said as { errorMessage?: string }).errorMessage ?? result.functionError }
        : { answer: said }
    })
  } finally {
    clients.close()
  }
}
