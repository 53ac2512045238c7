import { availableParallelism } from 'node:os'
import type { Log } from '../log.ts'
import { accountId } from '../options.ts'
import { type FunctionConfiguration, layerModulePaths } from './configuration.ts'
import { Environment } from './environment.ts'
import { type Endpoints, environmentVariables, newAccessKeyId } from './environment-variables.ts'
import { functionNotFound, ServiceError, throttled, tooLarge } from './errors.ts'
import { execute } from './execution.ts'
import { type InvokeOptions, type InvokeResult, requestLimitBytes } from './invocation.ts'
import type { InvocationLog } from './invocation-log.ts'
import { EnvironmentPool } from './pool.ts'
import { latest, parseReference } from './reference.ts'

export type LambdaFunction = {
  configuration: FunctionConfiguration
  version: number
  inFlight: number
  /** Set while a fault test keeps the function unavailable. */
  disabled: boolean
}

export type LambdaServiceOptions = {
  runtimeFile: string
  runtimeModules: string
  compileCache: string | undefined
  endpoints: () => Endpoints
  maximumEnvironments: number
  patienceMs: number
  idleMs: number
  log: Log
}

/** A call waits so long for an environment at the cap before it is throttled; API Gateway gives up sooner anyway. */
const queueLimitMs = 60_000
/** Many times what a warm call takes, and a few times what a new environment does. */
const spareAfterMs = 1_000
/** Names that Lambda's Node.js runtime brings with it. */
const runtimePrefixes = ['@aws-sdk/', '@smithy/']

export class LambdaService {
  readonly functions = new Map<string, LambdaFunction>()
  readonly pool: EnvironmentPool
  readonly #options: LambdaServiceOptions
  readonly #logs = new Map<string, InvocationLog>()
  readonly #changes = new Set<(name: string) => void>()

  constructor(options: LambdaServiceOptions) {
    this.#options = options
    this.pool = new EnvironmentPool({
      maximum: options.maximumEnvironments,
      parallelStarts: availableParallelism(),
      idleMs: options.idleMs,
      patienceMs: options.patienceMs,
      spareAfterMs,
      start: (name) => this.#startEnvironment(name),
    })
  }

  /** Adds a function or puts a new configuration or code in its place; events in flight finish on the old one. */
  put(configuration: FunctionConfiguration): void {
    const known = this.functions.get(configuration.name)
    if (!known) {
      this.functions.set(configuration.name, { configuration, version: 1, inFlight: 0, disabled: false })
      return
    }
    known.configuration = configuration
    known.version++
    this.pool.retire(configuration.name)
  }

  /** Makes these the functions there are; those that stay as they were keep their environments. */
  replaceAll(configurations: FunctionConfiguration[]): void {
    for (const configuration of configurations) {
      const known = this.functions.get(configuration.name)?.configuration
      if (JSON.stringify(known) !== JSON.stringify(configuration)) this.put(configuration)
    }
    const names = new Set(configurations.map((one) => one.name))
    for (const name of this.functions.keys()) {
      if (names.has(name)) continue
      this.functions.delete(name)
      this.pool.retire(name)
    }
  }

  /** New environments for the functions whose code or layers lie in a folder. */
  reload(folder: string): void {
    for (const { configuration } of this.functions.values()) {
      if ([configuration.codeFolder, ...configuration.layerFolders].includes(folder)) this.put(configuration)
    }
  }

  /** Calls back whenever capacity of a function may have become free. */
  onCapacity(listener: (name: string) => void): void {
    this.#changes.add(listener)
  }

  setDisabled(name: string, disabled: boolean): void {
    this.find(name).disabled = disabled
    if (!disabled) this.#announceCapacity(name)
  }

  /** The function by its name or ARN, which may have a version or an alias if there is such. */
  find(reference: string): LambdaFunction {
    return this.#resolve(reference).target
  }

  /** The version that a call by this reference runs. */
  versionOf(reference: string): string {
    return this.#resolve(reference).version
  }

  #resolve(reference: string): { target: LambdaFunction; arn: string; version: string } {
    const { name, qualifier } = parseReference(reference)
    const target = this.functions.get(name)
    const versions = new Map(Object.entries(target?.configuration.qualifiers ?? {}))
    const version = versions.get(qualifier ?? latest)
    if (!target || version === undefined) throw functionNotFound(this.#arnOf(reference))
    const { arn } = target.configuration
    return { target, arn: qualifier ? `${arn}:${qualifier}` : arn, version }
  }

  #arnOf(reference: string): string {
    const { name, qualifier } = parseReference(reference)
    const arn = `arn:aws:lambda:${this.#options.endpoints().region}:${accountId}:function:${name}`
    return qualifier ? `${arn}:${qualifier}` : arn
  }

  hasCapacity(name: string): boolean {
    const { disabled, inFlight, configuration } = this.find(name)
    return (
      !disabled && (configuration.reservedConcurrency === undefined || inFlight < configuration.reservedConcurrency)
    )
  }

  /** Runs one event. Fails with a ServiceError if the function can't take it; a function's own error is a result. */
  async invoke(name: string, payload: string, options: InvokeOptions = {}): Promise<InvokeResult> {
    const { target, arn, version } = this.#resolve(name)
    const bytes = Buffer.byteLength(payload)
    if (bytes > requestLimitBytes) throw tooLarge(bytes, 'RequestResponse', requestLimitBytes)
    if (target.disabled) throw new ServiceError(503, 'ServiceException', `${name} is unavailable`)
    const reserved = target.configuration.reservedConcurrency
    if (reserved !== undefined && target.inFlight >= reserved) {
      throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded')
    }
    target.inFlight++
    try {
      const environment = await this.pool.acquire({
        functionName: target.configuration.name,
        nested: options.caller !== undefined,
        waitMs: queueLimitMs,
        onTimeout: () => throttled('ConcurrentInvocationLimitExceeded'),
        left: options.left,
      })
      const { result, reusable } = await execute(
        environment,
        target.configuration,
        payload,
        { ...options, arn, version },
        this.#logs,
      )
      this.pool.release(environment, reusable && environment.version === target.version)
      return result
    } finally {
      target.inFlight--
      this.#announceCapacity(target.configuration.name)
    }
  }

  async close(): Promise<void> {
    await this.pool.close()
  }

  #startEnvironment(name: string): Environment {
    const { configuration, version } = this.find(name)
    const { runtimeFile, runtimeModules, compileCache, endpoints, log } = this.#options
    const accessKeyId = newAccessKeyId()
    const environment: Environment = new Environment({
      configuration,
      version,
      runtimeFile,
      accessKeyId,
      variables: environmentVariables(configuration, endpoints(), accessKeyId),
      settings: {
        taskRoot: configuration.codeFolder,
        handler: configuration.handler,
        nodeMajor: configuration.nodeMajor,
        layerModulePaths: layerModulePaths(configuration.layerFolders, configuration.nodeMajor),
        runtimeModules,
        runtimePrefixes,
        jsonLogs: configuration.jsonLogs,
        compileCache,
      },
      onLog: (requestId, level, text) => {
        if (requestId) this.#logs.get(requestId)?.add(text)
        log({ level, text, function: name, requestId })
      },
      onExit: () => this.pool.forget(environment),
    })
    return environment
  }

  #announceCapacity(name: string): void {
    for (const listener of this.#changes) listener(name)
  }
}
