import { dirname, resolve } from 'node:path'
import type { RestApi } from './apigateway/model.ts'
import type { Account } from './assembly/cloud.ts'
import { composeParts, type Parts } from './compose.ts'
import { type Application, deploy, openStores } from './deployment.ts'
import type { Faults } from './faults.ts'
import { listen, type Served } from './http/server.ts'
import type { InvocationType } from './lambda/invocation.ts'
import { errorText, streamLog } from './log.ts'
import { groupMappings, type Mappings } from './mappings/mapping.ts'
import { connectMessaging } from './messaging/clients.ts'
import { accountId, defaults, type RunnerOptions } from './options.ts'
import { parameterOperations } from './parameters/api.ts'
import { secretOperations } from './secrets/api.ts'
import { selectFunction } from './select.ts'
import { openState } from './state.ts'
import { FolderWatcher } from './watch.ts'
import { openWorkspace } from './workspace.ts'

export type RunnerFunction = { name: string; logicalId: string; path: string; arn: string; environments: number }

export type Invoked = { requestId: string; functionError: string | undefined; payload: unknown; log: string }

export type Runner = {
  port: number
  /** Address of the Lambda, Secrets Manager and Systems Manager APIs. */
  endpoint: string
  /** Address of the first REST API, with its stage; empty without one. */
  readonly apiUrl: string
  /** Addresses of all REST APIs by logical id. */
  readonly apis: Record<string, string>
  /** The stacks' outputs. */
  readonly outputs: Record<string, string>
  readonly functions: RunnerFunction[]
  /** Invokes a function by its name, logical id or a unique part of them. */
  invoke(name: string, payload: unknown, options?: { type?: InvocationType }): Promise<Invoked>
  mappings: Mappings
  faults: Pick<Faults, 'onInvoke' | 'killEnvironments' | 'disable' | 'enable'>
  /** Asynchronous events accepted and not yet dealt with. */
  readonly pendingEvents: number
  stop(): Promise<void>
}

/** Runs a synthesized CDK assembly on this machine until `stop`. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const log = options.log ?? streamLog(process.stderr)
  const account: Account = {
    accountId,
    region: options.region ?? defaults.region,
    awsEndpoint: options.awsEndpoint.replace(/\/$/, ''),
  }
  const database = openState(options.dataDir)
  const workspace = openWorkspace(options.dataDir)
  const messaging = connectMessaging(account)
  let served: Served | undefined
  const server = await listen(options.port ?? 0, () => served, log)
  const endpoint = `http://127.0.0.1:${server.port}`
  const parts = composeParts({ options, account, database, workspace, messaging, endpoint, log })
  const stores = openStores(database)
  const urlOf = (api: RestApi, first: boolean): string =>
    first ? `${endpoint}/${api.stage}` : `${endpoint}/_aws/execute-api/${api.id}/${api.stage}`
  let application: Application
  const apis = (): Record<string, string> =>
    Object.fromEntries(application.apis.map((api, index) => [api.logicalId, urlOf(api, index === 0)]))

  const apply = async (): Promise<void> => {
    application = await deploy({
      assembly: resolve(options.assembly),
      account,
      parameters: options.parameters ?? {},
      cache: workspace.code,
      apiUrl: (api) => urlOf(api, !served?.apis[0] || served.apis[0].id === api.id),
      stores,
      messaging,
      log,
    })
    putFunctions(parts, application)
    served = {
      apis: application.apis,
      gateway: parts.gateway,
      service: parts.service,
      lambda: parts.lambda,
      services: {
        secretsmanager: secretOperations(
          stores.secrets,
          account,
          (name) => application.cloud.ofType('AWS::SecretsManager::Secret').find((secret) => secret.name === name)?.arn,
        ),
        AmazonSSM: parameterOperations(stores.parameters, account),
      },
    }
    parts.queue.start()
    await parts.startMappings(application.mappings)
    if (options.schedules ?? true) parts.scheduler.start(application.schedules)
  }

  const release = async (): Promise<void> => {
    watcher.close()
    parts.scheduler.stop()
    parts.queue.stop()
    const stopping = parts.mappings.stop()
    await settle(parts, options.stopGraceMs ?? defaults.stopGraceMs)
    await parts.service.close()
    await stopping
    await parts.broker?.close()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    messaging.close()
    database.close()
    workspace.remove()
  }

  const watcher = new FolderWatcher((folder) => void changed(folder), log)
  const changed = async (folder: string): Promise<void> => {
    try {
      if (folder === resolve(options.assembly)) await redeploy()
      else reloadCode(parts, folder)
      log({ level: 'info', text: `reloaded after a change in ${folder}` })
    } catch (error) {
      log({ level: 'warn', text: `not reloaded: ${errorText(error)}` })
    }
  }
  const redeploy = async (): Promise<void> => {
    await apply()
    watchFolders(watcher, parts, application)
  }

  try {
    await apply()
  } catch (error) {
    await release()
    throw error
  }
  if (options.watch ?? true) watchFolders(watcher, parts, application!)

  let stopped: Promise<void> | undefined
  return {
    port: server.port,
    endpoint,
    get apis() {
      return apis()
    },
    get apiUrl() {
      return Object.values(apis())[0] ?? ''
    },
    get outputs() {
      return application.outputs
    },
    get functions() {
      return application.functions.map(({ name, logicalId, path, arn }) => {
        return { name, logicalId, path, arn, environments: parts.service.pool.of(name).length }
      })
    },
    async invoke(wanted, payload, { type = 'RequestResponse' } = {}) {
      const { name } = selectFunction(application.functions, wanted)
      const text = JSON.stringify(payload ?? {})
      if (type === 'Event') {
        const requestId = await parts.lambda.accept(name, text)
        return { requestId, functionError: undefined, payload: undefined, log: '' }
      }
      const result = await parts.lambda.invoke(name, text)
      return { ...result, payload: JSON.parse(result.payload) }
    },
    mappings: groupMappings(() => parts.mappings.all()),
    faults: parts.faults,
    get pendingEvents() {
      return parts.queue.size
    },
    stop() {
      stopped ??= release()
      return stopped
    },
  }
}

/** Puts functions that are new or whose settings changed. */
function putFunctions({ service }: Parts, { functions }: Application): void {
  for (const configuration of functions) {
    const known = service.functions.get(configuration.name)?.configuration
    if (JSON.stringify(known) !== JSON.stringify(configuration)) service.put(configuration)
  }
  const names = new Set(functions.map((one) => one.name))
  for (const name of service.functions.keys()) if (!names.has(name)) service.remove(name)
}

function reloadCode({ service }: Parts, folder: string): void {
  for (const { configuration } of service.functions.values()) {
    if ([configuration.codeFolder, ...configuration.layerFolders].includes(folder)) service.put(configuration)
  }
}

function watchFolders(watcher: FolderWatcher, { service }: Parts, { cloud }: Application): void {
  const folders = new Map<string, { recursive: boolean }>()
  for (const { templateFile } of cloud.stacks) folders.set(dirname(templateFile), { recursive: false })
  for (const { configuration } of service.functions.values()) {
    for (const folder of [configuration.codeFolder, ...configuration.layerFolders])
      folders.set(folder, { recursive: true })
  }
  watcher.set(folders)
}

/** Waits until nothing is being served, but not for long. */
async function settle({ service }: Parts, graceMs: number): Promise<void> {
  const untilMs = Date.now() + graceMs
  while (service.pool.busy > 0 && Date.now() < untilMs) await new Promise((done) => setTimeout(done, 10))
}
