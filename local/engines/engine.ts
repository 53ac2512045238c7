import { EngineError } from './error.ts'
import type { Exit, KeptProcess } from './process/kept-process.ts'

export type Log = (line: string) => void

/** One running server, ours or an existing one. */
export type Engine = {
  readonly name: string
  readonly version: string
  /** Where it came from, in words: `found at /usr/lib/…`, `DATABASE_URL`. */
  readonly origin: string
  /** Leader of its process group; undefined when it isn't ours or doesn't run. */
  readonly pid: () => number | undefined
  readonly stop: () => Promise<void>
  /** SIGKILL, as a crash would end it. Its data stay. */
  readonly kill: () => Promise<void>
  /** Up again on the same address with the same data, after `stop`, `kill`, or from running. */
  readonly restart: () => Promise<void>
  /** Told when it ends without having been asked to. */
  readonly onCrash: (listener: (crash: Crash) => void) => void
}

export type Crash = { readonly engine: string; readonly exit: Exit; readonly logFile: string; readonly tail: string }

export type EngineProcess = {
  readonly name: string
  readonly version: string
  readonly origin: string
  readonly launch: () => Promise<KeptProcess>
  /** True once a client's first request would be served; may throw while it isn't. */
  readonly isReady: () => Promise<boolean>
  readonly readyTimeoutMs: number
  /** An early end that another try mends, told from the log's tail. */
  readonly isPassing?: (tail: string) => boolean
}

/** Starts a server of our own and waits until it serves. */
export async function startEngine(spec: EngineProcess): Promise<Engine> {
  const listeners: ((crash: Crash) => void)[] = []
  let current: KeptProcess | undefined

  async function start(): Promise<void> {
    const started = await launchUntilReady(spec)
    current = started
    started.exited.then((exit) => {
      if (current !== started) return
      current = undefined
      for (const listener of listeners) {
        listener({ engine: spec.name, exit, logFile: started.logFile, tail: started.tail() })
      }
    })
  }

  async function end(how: 'stop' | 'kill'): Promise<void> {
    const ending = current
    current = undefined
    await ending?.[how]()
  }

  await start()
  return {
    name: spec.name,
    version: spec.version,
    origin: spec.origin,
    pid: () => current?.pid,
    stop: () => end('stop'),
    kill: () => end('kill'),
    restart: () => end('stop').then(start),
    onCrash: (listener) => void listeners.push(listener),
  }
}

// What is left of a process that was killed goes away within moments, or not at all.
const passingMs = 15_000

async function launchUntilReady(spec: EngineProcess): Promise<KeptProcess> {
  const deadline = Date.now() + spec.readyTimeoutMs
  const passingDeadline = Date.now() + passingMs
  for (;;) {
    const kept = await spec.launch()
    const end = await readyOrEnd(spec, kept, deadline)
    if (end === 'ready') return kept
    await kept.kill()
    const passing = end === 'exited' && spec.isPassing?.(kept.tail()) === true
    if (!passing || Date.now() > passingDeadline) throw notStarted(spec, kept, end)
    await pause(250)
  }
}

async function readyOrEnd(
  spec: EngineProcess,
  kept: KeptProcess,
  deadline: number,
): Promise<'ready' | 'exited' | 'late'> {
  while (Date.now() < deadline) {
    if (kept.exit()) return 'exited'
    // Refused connections are what "not yet" looks like; what they say at the end is in the engine's own log.
    if (await spec.isReady().catch(() => false)) return 'ready'
    await pause(75)
  }
  return 'late'
}

function notStarted(spec: EngineProcess, kept: KeptProcess, end: 'exited' | 'late'): EngineError {
  const what = end === 'exited' ? 'ended while starting' : `was not ready within ${spec.readyTimeoutMs / 1000} s`
  return new EngineError(
    `${spec.name} ${spec.version} ${what}. The end of its log:\n${indent(kept.tail())}`,
    `Its whole log: ${kept.logFile}`,
  )
}

/** A server that was there before us: it is used, and never stopped. */
export function existingEngine(name: string, version: string, setting: string): Engine {
  const refuse = async () => {
    throw new EngineError(`${name} is an existing server (${setting}); it isn't ours to stop.`, `Unset ${setting}.`)
  }
  return {
    name,
    version,
    origin: `existing server, ${setting}`,
    pid: () => undefined,
    stop: async () => undefined,
    kill: refuse,
    restart: refuse,
    onCrash: () => undefined,
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function indent(text: string): string {
  return text.replace(/^/gm, '  | ')
}
