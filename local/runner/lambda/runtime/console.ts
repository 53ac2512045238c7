import { format } from 'node:util'
import { describeError } from './errors.ts'
import type { WorkerMessage } from './protocol.ts'

type Level = Extract<WorkerMessage, { kind: 'log' }>['level']
type Post = (text: string, level: Level) => void

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']

/** Sends what the function prints to the runner, in the order of the results, each console line with time and request id. */
export function patchConsole(post: Post, requestId: () => string | undefined, json: boolean): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
      post(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString(), 'info')
      const callback = typeof encoding === 'function' ? encoding : done
      if (typeof callback === 'function') queueMicrotask(() => callback())
      return true
    }) as typeof stream.write
  }
  const line =
    (name: string, level: Level) =>
    (...parts: unknown[]) => {
      if (levels.indexOf(name) < lowest) return
      const time = new Date().toISOString()
      const id = requestId()
      post(json ? jsonLine(time, name, id, parts) : `${time}\t${id}\t${name}\t${format(...parts)}\n`, level)
    }
  const lowest = levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? 'TRACE')
  Object.assign(console, {
    log: line('INFO', 'info'),
    info: line('INFO', 'info'),
    debug: line('DEBUG', 'debug'),
    trace: line('TRACE', 'debug'),
    warn: line('WARN', 'warn'),
    error: line('ERROR', 'error'),
  })
}

function jsonLine(timestamp: string, level: string, requestId: string | undefined, parts: unknown[]): string {
  const only = parts.length === 1 ? parts[0] : undefined
  const message = only instanceof Error ? describeError(only) : (only ?? format(...parts))
  return `${JSON.stringify({ timestamp, level, requestId, message })}\n`
}
