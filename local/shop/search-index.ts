import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CommandAnswer } from '../../functions/catalog/index/command.ts'
import { invokeDeployed } from '../deployed/invoke.ts'
import { clientsFor } from '../deployed/place.ts'
import { readStack } from '../deployed/stack.ts'
import { EngineError } from '../engines/error.ts'
import { physicalName } from '../runner/assembly/names.ts'
import type { Template } from '../runner/assembly/template.ts'
import { dataFolder, readPorts } from './addresses.ts'
import { fail } from './fail.ts'
import { runningShop } from './running-shop.ts'
import { readSearchIndexOptions, type SearchIndexOptions, usage } from './search-index-options.ts'
import { type Ask, follow } from './search-index-progress.ts'

// npm run search:rebuild, search:rollback, search:status

const localStack = 'korob-local'
const functionPath = '/catalog-search-index/Resource'

/** The function's name in the shop that npm start runs: the runner names functions by their logical ids. */
function localFunction(): string {
  const folder = dataFolder(process.env)
  const file = join(folder, 'assembly/local', `${localStack}.template.json`)
  if (!existsSync(file)) throw new EngineError(`No shop has run with its data in ${folder}.`, usage)
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as Template
  const found = Object.entries(Resources).find(([, { Metadata }]) =>
    String(Metadata?.['aws:cdk:path']).endsWith(functionPath),
  )
  if (!found) throw new EngineError('The shop here is of a version without this function.', 'npm start, and try again.')
  return physicalName('AWS::Lambda::Function', localStack, found[0])
}

function localEndpoint(): string {
  const here = runningShop(dataFolder(process.env))
  return here?.runner ?? `http://127.0.0.1:${readPorts([], process.env).api}`
}

async function functionOf({ stack, functionName }: SearchIndexOptions, clients: ReturnType<typeof clientsFor>) {
  if (functionName) return functionName
  if (!stack) return localFunction()
  const name = (await readStack(clients.cloudFormation, stack))?.outputs.SearchIndexFunction
  if (!name) throw new EngineError(`There is no stack ${stack} with the output SearchIndexFunction.`, usage)
  return name
}

async function run(options: SearchIndexOptions): Promise<boolean> {
  const isLocal = !options.stack && !options.functionName
  const endpoint = options.endpoint ?? (isLocal ? localEndpoint() : undefined)
  const clients = clientsFor({ ...(endpoint && { endpoint }), ...(options.region && { region: options.region }) })
  try {
    const name = await functionOf(options, clients)
    const ask: Ask = async (action) => {
      const { functionError, payload } = await invokeDeployed(clients.lambda, name, JSON.stringify({ action })).catch(
        (error: NodeJS.ErrnoException) => {
          if (!['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(error.code ?? '')) throw error
          throw new EngineError(
            `Nobody answers at ${endpoint}.`,
            'Is the shop running? npm start. What was built so far is kept, and the shop goes on with it.',
            { cause: error },
          )
        },
      )
      return functionError
        ? { failed: (JSON.parse(payload) as { errorMessage?: string }).errorMessage ?? functionError }
        : (JSON.parse(payload) as CommandAnswer)
    }
    return await follow(options.task, ask, process.stdout, pause)
  } finally {
    clients.close()
  }
}

try {
  process.exit((await run(readSearchIndexOptions(process.argv.slice(2)))) ? 0 : 1)
} catch (error) {
  fail(error)
  process.exit(1)
}
