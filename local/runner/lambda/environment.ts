import { Worker } from 'node:worker_threads'
import type { FunctionConfiguration } from './configuration.ts'
import type { FunctionError, InvokeMessage, WorkerMessage, WorkerSettings } from './runtime/protocol.ts'
import { exitError, killed } from './sandbox-errors.ts'

export type Outcome = { payload: string } | { error: FunctionError }

export type EnvironmentStart = {
  configuration: FunctionConfiguration
  /** Counts the code's and configuration's changes: an environment of an older version serves no new events. */
  version: number
  runtimeFile: string
  settings: WorkerSettings
  variables: Record<string, string>
  accessKeyId: string
  onLog(requestId: string | undefined, level: 'debug' | 'info' | 'warn' | 'error', text: string): void
  onExit(): void
}

type Waiting = { requestId: string; settle(outcome: Outcome): void }

/** An execution environment: one worker thread with the function's code loaded, serving one event at a time. */
export class Environment {
  readonly functionName: string
  readonly version: number
  readonly accessKeyId: string
  /** Set once the handler is loaded or has failed to. */
  readonly initialized: Promise<FunctionError | undefined>
  idleSince = 0
  exited = false
  readonly #worker: Worker
  #waiting: Waiting | undefined
  #fatal: FunctionError | undefined

  constructor(start: EnvironmentStart) {
    this.functionName = start.configuration.name
    this.version = start.version
    this.accessKeyId = start.accessKeyId
    this.#worker = new Worker(start.runtimeFile, {
      workerData: start.settings,
      env: start.variables,
      execArgv: [],
      stdout: true,
      stderr: true,
      name: start.configuration.name,
      resourceLimits: heapLimits(start.configuration.memoryMb),
    })
    this.initialized = this.#listen(start)
  }

  #listen(start: EnvironmentStart): Promise<FunctionError | undefined> {
    return new Promise((resolve) => {
      this.#worker.on('message', (message: WorkerMessage) => {
        switch (message.kind) {
          case 'log':
            start.onLog(message.requestId, message.level, message.text)
            break
          case 'ready':
            resolve(undefined)
            break
          case 'init-error':
            resolve(message.error)
            break
          case 'fatal':
            this.#fatal = message.error
            break
          case 'result':
            this.#settle(message.requestId, { payload: message.payload })
            break
          case 'error':
            this.#settle(message.requestId, { error: message.error })
            break
        }
      })
      this.#worker.on('error', (error: NodeJS.ErrnoException) => {
        this.#fatal ??=
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? killed
            : { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
      })
      this.#worker.on('exit', (code) => {
        this.exited = true
        const error =
          this.#fatal ??
          exitError(
            code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`,
          )
        resolve(error)
        if (this.#waiting) this.#settle(this.#waiting.requestId, { error })
        start.onExit()
      })
    })
  }

  invoke(message: InvokeMessage): Promise<Outcome> {
    if (this.exited) return Promise.resolve({ error: exitError('Runtime exited without providing a reason') })
    return new Promise((resolve) => {
      this.#waiting = { requestId: message.requestId, settle: resolve }
      this.#worker.postMessage(message)
    })
  }

  #settle(requestId: string, outcome: Outcome): void {
    if (this.#waiting?.requestId !== requestId) return
    const { settle } = this.#waiting
    this.#waiting = undefined
    settle(outcome)
  }

  /** Ends the thread at once; an event it was serving ends with `reason`. */
  async terminate(reason?: FunctionError): Promise<void> {
    if (reason) this.#fatal = reason
    await this.#worker.terminate()
  }
}

/** Lambda gives the heap 90 % of the function's memory, a tenth of it to the young generation. */
function heapLimits(memoryMb: number): { maxOldGenerationSizeMb: number; maxYoungGenerationSizeMb: number } {
  return {
    maxOldGenerationSizeMb: Math.floor(memoryMb * 0.9),
    maxYoungGenerationSizeMb: Math.max(8, Math.floor(memoryMb * 0.05)),
  }
}
