import { ServiceError } from './lambda/errors.ts'
import type { InvocationType, InvokeOptions } from './lambda/invocation.ts'
import { killed } from './lambda/sandbox-errors.ts'
import type { LambdaService } from './lambda/service.ts'

/** `lose-answer`: the call is executed, and its caller gets an error instead of the answer. */
export type Fault = 'none' | 'kill-caller-before' | 'kill-caller-after' | 'fail' | 'lose-answer'
export type InvokeCall = { caller: string | undefined; target: string; type: InvocationType }

/** Which functions: part of a name, logical id or construct path, or a test of the name. */
export type FunctionFilter = string | ((name: string) => boolean)

/** Faults that tests inject from outside, so that functions need no hooks for them. */
export type Faults = {
  /** Asked on every call; replaces the former listener. */
  onInvoke(decide: ((call: InvokeCall) => Fault) | undefined): void
  /** Ends the environments at once; what they were serving fails as after a crash. */
  killEnvironments(filter: FunctionFilter): Promise<number>
  /** Makes functions unavailable and pauses their mappings, until enabled again. */
  disable(filter: FunctionFilter): Promise<void>
  enable(filter: FunctionFilter): Promise<void>
  decide(call: InvokeCall): Fault
  killCaller(options: InvokeOptions): Promise<never>
}

export type FaultTargets = {
  service: LambdaService
  select(filter: FunctionFilter): string[]
  pause(names: string[]): Promise<void>
  resume(names: string[]): void
}

export function createFaults(targets: FaultTargets): Faults {
  let listener: ((call: InvokeCall) => Fault) | undefined
  const { service, select } = targets
  return {
    onInvoke(decide) {
      listener = decide
    },
    decide: (call) => listener?.(call) ?? 'none',
    async killCaller(options) {
      const environment = options.callerEnvironment ? service.pool.find(options.callerEnvironment) : undefined
      await environment?.terminate(killed)
      throw new ServiceError(500, 'ServiceException', 'The calling environment was killed by a fault')
    },
    async killEnvironments(filter) {
      const environments = select(filter).flatMap((name) => service.pool.of(name))
      await Promise.all(environments.map((environment) => environment.terminate(killed)))
      return environments.length
    },
    async disable(filter) {
      const names = select(filter)
      for (const name of names) service.setDisabled(name, true)
      await targets.pause(names)
    },
    async enable(filter) {
      const names = select(filter)
      for (const name of names) service.setDisabled(name, false)
      targets.resume(names)
    },
  }
}
