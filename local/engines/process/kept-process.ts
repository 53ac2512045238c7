import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { register } from './everything.ts'
import { openLog, tailOf } from './log-file.ts'

export type Command = {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly uid?: number
  readonly gid?: number
  /** How the command is asked to end in order. */
  readonly stopSignal?: 'TERM' | 'INT' | 'QUIT'
  /** Seconds it may take for that. */
  readonly graceSeconds?: number
  /** A shell command that runs once it has ended, however it did, for what a signal can't reach (a container). */
  readonly after?: string
}

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export type KeptProcess = {
  /** Leader of the process group that the command and its children form. */
  readonly pid: number
  readonly exited: Promise<Exit>
  readonly exit: () => Exit | undefined
  readonly logFile: string
  readonly tail: (lines?: number) => string
  /** Ends it in order, and by force when that takes longer than its grace. */
  readonly stop: () => Promise<void>
  /** SIGKILL to the whole group, then what is to come after: a crash, as far as the command can tell. */
  readonly kill: () => Promise<void>
}

// Given inline, since a user the command runs as may not be able to read the checkout.
const keeper = readFileSync(new URL('./keeper.sh', import.meta.url), 'utf8')

/** Starts a command that ends when this process does, with its output in a log file. */
export async function startKept(command: Command, logFile: string): Promise<KeptProcess> {
  const log = openLog(logFile)
  const graceSeconds = command.graceSeconds ?? 15
  const child = spawn('/bin/sh', ['-c', keeper, 'keeper', command.file, ...command.args], {
    cwd: command.cwd ?? '/',
    env: {
      ...(command.env ?? process.env),
      KEEPER_SIGNAL: command.stopSignal ?? 'TERM',
      KEEPER_GRACE: String(graceSeconds),
      KEEPER_AFTER: command.after ?? '',
    },
    uid: command.uid,
    gid: command.gid,
    detached: true,
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  await spawned(child)

  let exit: Exit | undefined
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal }
      resolve(exit)
    })
  })
  // Killed, the keeper has no time to tidy up.
  const tidied = exited.then(({ signal }) =>
    signal && command.after ? tidy(command, command.after, logFile) : undefined,
  )
  // Writing is never tried; the pipe's end is what counts.
  child.stdin?.on('error', () => undefined)
  const pid = child.pid as number

  const kept: KeptProcess = {
    pid,
    exited,
    exit: () => exit,
    logFile,
    tail: (lines) => tailOf(logFile, lines),
    async stop() {
      if (!exit) {
        signal(pid, 'SIGTERM')
        const timer = setTimeout(() => signal(-pid, 'SIGKILL'), graceSeconds * 1000)
        await exited
        clearTimeout(timer)
      }
      await tidied
    },
    async kill() {
      if (!exit) signal(-pid, 'SIGKILL')
      await tidied
    },
  }
  const forget = register(kept.stop)
  tidied.then(forget, forget)
  return kept
}

/** Runs what comes after, its words added to the command's log: a container that is gone already is no error. */
async function tidy({ env, uid, gid }: Command, after: string, logFile: string): Promise<void> {
  const log = openSync(logFile, 'a')
  // A group of its own: what a Ctrl-C ends must not end this.
  const options = { cwd: '/', env: env ?? process.env, uid, gid, detached: true }
  const child = spawn('/bin/sh', ['-c', after], { ...options, stdio: ['ignore', log, log] })
  closeSync(log)
  const ended = once(child, 'exit')
  await spawned(child)
  await ended
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
