import { randomUUID } from 'node:crypto'
import type { FunctionConfiguration } from './configuration.ts'
import type { Environment, Outcome } from './environment.ts'
import { failure, type InvokeOptions, type InvokeResult, type Qualified, responseLimitBytes } from './invocation.ts'
import { endLines, InvocationLog, startLine } from './invocation-log.ts'
import { initTimedOut, responseTooLarge, timedOut, withRequestId } from './sandbox-errors.ts'
import { newTraceId } from './trace.ts'

/** Lambda's limit on the init phase: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const initLimitMs = 10_000

export type Execution = {
  result: InvokeResult
  /** false when the environment is broken. */
  reusable: boolean
}

/** Serves one event in an environment: waits for its init phase, keeps the time limit, gathers the log. */
export async function execute(
  environment: Environment,
  configuration: FunctionConfiguration,
  payload: string,
  options: InvokeOptions & Qualified,
  logs: Map<string, InvocationLog>,
): Promise<Execution> {
  const requestId = options.requestId ?? randomUUID()
  const log = new InvocationLog()
  logs.set(requestId, log)
  const start = performance.now()
  try {
    let initMs: number | undefined
    if (environment.idleSince === 0) {
      const error = await withLimit(environment.initialized, initLimitMs + configuration.timeoutMs, initTimedOut)
      initMs = performance.now() - start
      if (error) {
        log.add(endLines(requestId, 0, configuration.memoryMb, initMs))
        return { result: failure(requestId, withRequestId(error, requestId), log.text), reusable: false }
      }
    }
    log.add(startLine(requestId, options.version))
    const outcome = await serve(environment, configuration, requestId, payload, options)
    log.add(endLines(requestId, performance.now() - start - (initMs ?? 0), configuration.memoryMb, initMs))
    return { result: readOutcome(outcome, requestId, log.text), reusable: !environment.exited }
  } finally {
    logs.delete(requestId)
  }
}

async function serve(
  environment: Environment,
  configuration: FunctionConfiguration,
  requestId: string,
  payload: string,
  options: InvokeOptions & Qualified,
): Promise<Outcome> {
  const { timeoutMs } = configuration
  const timer = setTimeout(() => void environment.terminate(timedOut(timeoutMs)), timeoutMs)
  try {
    return await environment.invoke({
      kind: 'invoke',
      requestId,
      payload,
      deadlineMs: Date.now() + timeoutMs,
      arn: options.arn,
      version: options.version,
      traceId: options.traceId ?? newTraceId(),
      clientContext: options.clientContext,
    })
  } finally {
    clearTimeout(timer)
  }
}

function readOutcome(outcome: Outcome, requestId: string, log: string): InvokeResult {
  if ('error' in outcome) return failure(requestId, withRequestId(outcome.error, requestId), log)
  if (Buffer.byteLength(outcome.payload) > responseLimitBytes) return failure(requestId, responseTooLarge(), log)
  return { requestId, payload: outcome.payload, functionError: undefined, log }
}

function withLimit<T>(promise: Promise<T>, ms: number, late: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
