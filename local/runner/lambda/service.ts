import { randomUUID } from 'node:crypto'
import type { Log } from '../log.ts'
import { type FunctionConfiguration, functionNameOf, layerModulePaths } from './configuration.ts'
import { Environment } from './environment.ts'
import { type Endpoints, environmentVariables, newAccessKeyId } from './environment-variables.ts'
import { functionNotFound, ServiceError, throttled } from './errors.ts'
import { failure, type InvokeOptions, type InvokeResult, responseLimitBytes } from './invocation.ts'
import { endLines, InvocationLog, startLine } from './invocation-log.ts'
import { EnvironmentPool } from './pool.ts'
import type { FunctionError } from './runtime/protocol.ts'
import { newTraceId } from './trace.ts'

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
  idleMs: number
  log: Log
}

/** Lambda's limit on the init phase: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const initLimitMs = 10_000
/** A call waits so long for an environment at the cap before it is throttled; API Gateway gives up sooner anyway. */
const queueLimitMs = 60_000
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
      idleMs: options.idleMs,
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

  remove(name: string): void {
    this.functions.delete(name)
    this.pool.retire(name)
  }

  /** Calls back whenever capacity of a function may have become free. */
  onCapacity(listener: (name: string) => void): void {
    this.#changes.add(listener)
  }

  setDisabled(name: string, disabled: boolean): void {
    this.find(name).disabled = disabled
    if (!disabled) this.#announceCapacity(name)
  }

  find(reference: string): LambdaFunction {
    const found = this.functions.get(functionNameOf(reference))
    if (!found) throw functionNotFound(reference)
    return found
  }

  hasCapacity(name: string): boolean {
    const { disabled, inFlight, configuration } = this.find(name)
    return (
      !disabled && (configuration.reservedConcurrency === undefined || inFlight < configuration.reservedConcurrency)
    )
  }

  /** Runs one event. Fails with a ServiceError if the function can't take it; a function's own error is a result. */
  async invoke(name: string, payload: string, options: InvokeOptions = {}): Promise<InvokeResult> {
    const target = this.find(name)
    if (target.disabled) throw new ServiceError(503, 'ServiceException', `${name} is unavailable`)
    const reserved = target.configuration.reservedConcurrency
    if (reserved !== undefined && target.inFlight >= reserved) {
      throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded')
    }
    target.inFlight++
    try {
      const environment = await this.pool.acquire(
        target.configuration.name,
        options.caller !== undefined,
        queueLimitMs,
        () => throttled('ConcurrentInvocationLimitExceeded'),
      )
      return await this.#run(target, environment, payload, options)
    } finally {
      target.inFlight--
      this.#announceCapacity(target.configuration.name)
    }
  }

  async close(): Promise<void> {
    await this.pool.close()
  }

  async #run(
    target: LambdaFunction,
    environment: Environment,
    payload: string,
    options: InvokeOptions,
  ): Promise<InvokeResult> {
    const { configuration } = target
    const requestId = options.requestId ?? randomUUID()
    const log = new InvocationLog()
    this.#logs.set(requestId, log)
    const start = performance.now()
    const cold = environment.idleSince === 0
    const finish = (result: (log: string) => InvokeResult, initMs?: number): InvokeResult => {
      log.add(endLines(requestId, performance.now() - start - (initMs ?? 0), configuration.memoryMb, initMs))
      this.#logs.delete(requestId)
      return result(log.text)
    }
    let initMs: number | undefined
    if (cold) {
      const initError = await withLimit(environment.initialized, initLimitMs + configuration.timeoutMs, initTimedOut)
      initMs = performance.now() - start
      if (initError) {
        this.pool.release(environment, false)
        return finish((text) => failure(requestId, withRequestId(initError, requestId), text), initMs)
      }
    }
    log.add(startLine(requestId))
    const outcome = await this.#serve(environment, configuration, requestId, payload, options)
    this.pool.release(
      environment,
      !('error' in outcome && environment.exited) && environment.version === target.version,
    )
    return finish((text) => {
      if ('error' in outcome) return failure(requestId, withRequestId(outcome.error, requestId), text)
      if (Buffer.byteLength(outcome.payload) > responseLimitBytes) return failure(requestId, responseTooLarge(), text)
      return { requestId, payload: outcome.payload, functionError: undefined, log: text }
    }, initMs)
  }

  async #serve(
    environment: Environment,
    configuration: FunctionConfiguration,
    requestId: string,
    payload: string,
    options: InvokeOptions,
  ): Promise<{ payload: string } | { error: FunctionError }> {
    const timer = setTimeout(
      () => void environment.terminate(timedOut(configuration.timeoutMs)),
      configuration.timeoutMs,
    )
    try {
      return await environment.invoke({
        kind: 'invoke',
        requestId,
        payload,
        deadlineMs: Date.now() + configuration.timeoutMs,
        arn: options.arn ?? configuration.arn,
        traceId: options.traceId ?? newTraceId(),
        clientContext: options.clientContext,
      })
    } finally {
      clearTimeout(timer)
    }
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

const initTimedOut: FunctionError = { errorType: 'Sandbox.Timedout', errorMessage: 'Error: Init phase timed out' }

function timedOut(timeoutMs: number): FunctionError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  }
}

function responseTooLarge(): FunctionError {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${responseLimitBytes} bytes).`,
  }
}

/** Errors of the sandbox, not of the code, carry the request's id in their message. */
function withRequestId(error: FunctionError, requestId: string): FunctionError {
  const fromSandbox = error.errorType === 'Sandbox.Timedout' || error.errorType === 'Runtime.ExitError'
  return fromSandbox ? { ...error, errorMessage: `RequestId: ${requestId} ${error.errorMessage}` } : error
}

function withLimit<T>(promise: Promise<T>, ms: number, late: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
