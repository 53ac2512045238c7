import { enableCompileCache, flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { runWithCallback } from './callback.ts'
import { patchConsole } from './console.ts'
import { createContext } from './context.ts'
import { describeError, describeRejection, RuntimeError } from './errors.ts'
import { confineModules, type Handler, loadHandler } from './modules.ts'
import type { InvokeMessage, WorkerMessage, WorkerSettings } from './protocol.ts'

// The code inside one execution environment: a worker thread that loads a handler once and serves one event at a time.

const settings = workerData as WorkerSettings
const port = parentPort
if (!port) throw new Error('This file runs as a worker thread')
const post = (message: WorkerMessage): void => port.postMessage(message)

let requestId: string | undefined
let onLoopEmpty: (() => void) | undefined

patchConsole(
  (text, level) => post({ kind: 'log', requestId, level, text }),
  () => requestId,
  settings.jsonLogs,
)

process.on('uncaughtException', (error) => {
  console.error('Uncaught Exception', '\t', JSON.stringify(describeError(error)))
  post({ kind: 'fatal', error: describeError(error) })
  process.exit(129)
})
process.on('unhandledRejection', (reason) => {
  const error = describeRejection(reason)
  console.error('Unhandled Promise Rejection', '\t', JSON.stringify(error))
  post({ kind: 'fatal', error })
  process.exit(128)
})
process.on('beforeExit', () => {
  const then = onLoopEmpty
  onLoopEmpty = undefined
  port.ref()
  then?.()
})

// Threads share the process's working directory and may not change it; this covers code that asks for it.
process.cwd = () => settings.taskRoot
if (settings.compileCache) enableCompileCache(settings.compileCache)
const scopes = confineModules(settings)

function whenLoopIsEmpty(then: () => void): void {
  onLoopEmpty = then
  port?.unref()
}

async function run(handler: Handler, message: InvokeMessage): Promise<string> {
  const event: unknown = JSON.parse(message.payload)
  const context = createContext(message)
  const answer =
    settings.nodeMajor >= 24
      ? await handler(event, context)
      : await runWithCallback(handler, event, context, whenLoopIsEmpty)
  if (onLoopEmpty) {
    onLoopEmpty = undefined
    port?.ref()
  }
  try {
    return JSON.stringify(answer === undefined ? null : answer) ?? 'null'
  } catch {
    throw new RuntimeError('Runtime.JSONStringifyError', 'Unable to stringify response body')
  }
}

async function serve(): Promise<void> {
  const handler = await loadHandler(settings.taskRoot, settings.handler, scopes)
  if (settings.nodeMajor >= 24 && handler.length >= 3) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
    )
  }
  port?.on('message', async (message: InvokeMessage) => {
    requestId = message.requestId
    process.env._X_AMZN_TRACE_ID = message.traceId
    try {
      post({ kind: 'result', requestId: message.requestId, payload: await run(handler, message) })
    } catch (error) {
      console.error('Invoke Error', '\t', JSON.stringify(describeError(error)))
      post({ kind: 'error', requestId: message.requestId, error: describeError(error) })
    }
  })
  post({ kind: 'ready' })
  // Threads are ended, not left to exit, and only an exit would write the cache for the next environment.
  if (settings.compileCache) setImmediate(flushCompileCache)
}

serve().catch((error: unknown) => {
  console.error('Uncaught Exception', '\t', JSON.stringify(describeError(error)))
  post({ kind: 'init-error', error: describeError(error) })
  process.exit(1)
})
