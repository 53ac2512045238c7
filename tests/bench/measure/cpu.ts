import { readdirSync } from 'node:fs'
import { hasProcfs, processTree, readProc, statOf } from './procfs.ts'

// sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on.
const tickMs = 10

/** CPU time that a process and its descendants have used, ended ones included; NaN where it can't be known. */
export const cpuMsOf = (root: number | undefined): number => {
  if (root === undefined || !hasProcfs) return Number.NaN
  return processTree(root).reduce((total, pid) => {
    const field = statOf(`${pid}`)
    return total + (field ? field(14) + field(15) + field(16) + field(17) : 0) * tickMs
  }, 0)
}

/** Of this process, which runs the shop's runner and its functions. */
export interface OwnCpu {
  whole: number
  /** The runner's own thread: API Gateway, Lambda's Invoke API, queues. NaN where threads can't be told apart. */
  runner: number
  /** Threads of functions. */
  functions: number
}

/** CPU time that this process has used. Threads that have ended count for the whole only. */
export const ownCpu = (): OwnCpu => {
  const { user, system } = process.cpuUsage()
  const whole = (user + system) / 1000
  if (!hasProcfs) return { whole, runner: Number.NaN, functions: Number.NaN }
  let functions = 0
  let runner = 0
  for (const thread of readdirSync('/proc/self/task')) {
    const field = statOf(`self/task/${thread}`)
    const cpuMs = field ? (field(14) + field(15)) * tickMs : 0
    if (Number(thread) === process.pid) runner = cpuMs
    // An environment's thread is named after its function, and functions after their stack.
    else if (readProc(`self/task/${thread}/comm`)?.startsWith('korob-')) functions += cpuMs
  }
  return { whole, runner, functions }
}

export const cpuSince = (before: OwnCpu): OwnCpu => {
  const now = ownCpu()
  return {
    whole: now.whole - before.whole,
    runner: now.runner - before.runner,
    functions: now.functions - before.functions,
  }
}
