import type { Server } from 'node:http'
import { dirname, resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { RestApi } from './apigateway/model.ts'
import type { Account } from './assembly/cloud.ts'
import { composeParts, type Parts } from './compose.ts'
import { type Application, deploy, openStores, type Stores } from './deployment.ts'
import { listen, type Served } from './http/server.ts'
import { errorText, type Log, streamLog } from './log.ts'
import { connectMessaging, type Messaging } from './messaging/clients.ts'
import { accountId, defaults, type RunnerOptions } from './options.ts'
import { parameterOperations } from './parameters/api.ts'
import { secretOperations } from './secrets/api.ts'
import { openState } from './state.ts'
import { FolderWatcher } from './watch.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** A running assembly: what has been opened, what is deployed, and how both change and end. */
export class RunnerCore {
  readonly endpoint: string
  readonly port: number
  readonly parts: Parts
  application!: Application
  readonly #options: RunnerOptions
  readonly #log: Log
  readonly #account: Account
  readonly #database: DatabaseSync
  readonly #stores: Stores
  readonly #workspace: Workspace
  readonly #messaging: Messaging
  readonly #server: Server
  readonly #watcher: FolderWatcher
  #served: Served | undefined
  #changes = Promise.resolve()
  #closing = false

  /** Opens everything, deploys the assembly and starts what it asks for; closes all again when that fails. */
  static async start(options: RunnerOptions): Promise<RunnerCore> {
    const log = options.log ?? streamLog(process.stderr)
    let core: RunnerCore | undefined
    const server = await listen(options.port ?? 0, () => core?.served(), log)
    core = new RunnerCore(options, server, server.port, log)
    try {
      await core.#deploy()
    } catch (error) {
      await core.close()
      throw error
    }
    return core
  }

  private constructor(options: RunnerOptions, server: Server, port: number, log: Log) {
    this.#options = { ...options, assembly: resolve(options.assembly) }
    this.#log = log
    this.#server = server
    this.port = port
    this.endpoint = `http://127.0.0.1:${port}`
    const awsEndpoint = options.awsEndpoint.replace(/\/$/, '')
    this.#account = { accountId, region: options.region ?? defaults.region, awsEndpoint }
    this.#database = openState(options.dataDir)
    this.#stores = openStores(this.#database)
    this.#workspace = openWorkspace(options.dataDir)
    this.#messaging = connectMessaging(this.#account)
    this.parts = composeParts({
      options,
      account: this.#account,
      database: this.#database,
      workspace: this.#workspace,
      messaging: this.#messaging,
      endpoint: this.endpoint,
      log,
    })
    this.#watcher = new FolderWatcher((folder) => this.#changed(folder), log)
  }

  /** What requests are answered from; nothing before the first deployment. */
  served(): Served | undefined {
    return this.#served
  }

  /** By logical id, and by `Stack.LogicalId` where stacks share it. */
  apis(): Record<string, string> {
    const { apis } = this.application
    const isOne = ({ logicalId }: RestApi) => apis.filter((api) => api.logicalId === logicalId).length === 1
    const nameOf = (api: RestApi) => (isOne(api) ? api.logicalId : `${api.stack}.${api.logicalId}`)
    return Object.fromEntries(apis.map((api, index) => [nameOf(api), this.#urlOf(api, index === 0)]))
  }

  /** Ends what runs, waiting a little for what is being served. */
  async close(): Promise<void> {
    const { scheduler, queue, mappings, service, broker } = this.parts
    // A reload under way would start again what is stopped here.
    this.#closing = true
    await this.#changes
    this.#watcher.close()
    scheduler.stop()
    queue.stop()
    const mappingsStopped = mappings.stop()
    await service.pool.settled(this.#options.stopGraceMs ?? defaults.stopGraceMs)
    await service.close()
    await Promise.all([mappingsStopped, queue.drained()])
    await broker?.close()
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
    this.#messaging.close()
    this.#database.close()
    this.#workspace.remove()
  }

  async #deploy(): Promise<void> {
    const { assembly, parameters = {}, schedules = true } = this.#options
    const application = await deploy({
      assembly,
      account: this.#account,
      parameters,
      cache: this.#workspace.code,
      apiUrl: (api, first) => this.#urlOf(api, first),
      stores: this.#stores,
      messaging: this.#messaging,
      log: this.#log,
    })
    const { service, queue, scheduler, startMappings } = this.parts
    this.application = application
    service.replaceAll(application.functions)
    this.#served = this.#serve(application)
    queue.start()
    await startMappings(application.mappings)
    if (schedules) scheduler.start(application.schedules)
    if (this.#options.watch ?? true) this.#watcher.set(this.#watchedFolders())
  }

  #serve({ apis, cloud }: Application): Served {
    const { gateway, service, lambda } = this.parts
    const secrets = cloud.ofType('AWS::SecretsManager::Secret')
    const secretArn = (name: string): string | undefined => secrets.find((secret) => secret.name === name)?.arn
    return {
      apis,
      gateway,
      service,
      lambda,
      services: {
        secretsmanager: secretOperations(this.#stores.secrets, this.#account, secretArn),
        AmazonSSM: parameterOperations(this.#stores.parameters, this.#account),
      },
    }
  }

  #urlOf(api: RestApi, first: boolean): string {
    return first ? `${this.endpoint}/${api.stage}` : `${this.endpoint}/_aws/execute-api/${api.id}/${api.stage}`
  }

  #watchedFolders(): Map<string, { recursive: boolean }> {
    const folders = new Map<string, { recursive: boolean }>()
    for (const { codeFolder, layerFolders } of this.application.functions) {
      for (const folder of [codeFolder, ...layerFolders]) folders.set(folder, { recursive: true })
    }
    for (const folder of this.#templateFolders()) folders.set(folder, { recursive: false })
    return folders
  }

  #templateFolders(): Set<string> {
    return new Set(this.application.cloud.stacks.map((stack) => dirname(stack.templateFile)))
  }

  /** One change after the other: a build may touch the template and many assets at once. */
  #changed(folder: string): void {
    this.#changes = this.#changes.then(async () => {
      if (this.#closing) return
      try {
        if (this.#templateFolders().has(folder)) await this.#deploy()
        else this.parts.service.reload(folder)
        this.#log({ level: 'info', text: `reloaded after a change in ${folder}` })
      } catch (error) {
        this.#log({ level: 'warn', text: `not reloaded: ${errorText(error)}` })
      }
    })
  }
}
