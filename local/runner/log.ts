export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** One line of the runner's log; `function` and `requestId` are set on what a function wrote. */
export type LogEntry = { level: LogLevel; text: string; function?: string; requestId?: string }

export type Log = (entry: LogEntry) => void

const rank: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 }

/** Writes entries to a stream, one line each, leaving out those below `level`. */
export function streamLog(stream: { write(text: string): unknown }, level: LogLevel = 'info'): Log {
  return (entry) => {
    if (rank[entry.level] < rank[level]) return
    const origin = entry.function ? `[${entry.function}] ` : ''
    const mark = entry.level === 'info' || entry.function ? '' : `${entry.level}: `
    stream.write(`${origin}${mark}${entry.text.trimEnd()}\n`)
  }
}

export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Failed connections to a name with several addresses have a code, but no message.
  return error.message || (error as NodeJS.ErrnoException).code || error.name
}
