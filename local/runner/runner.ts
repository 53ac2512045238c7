import { RunnerCore } from './core.ts'
import type { Faults } from './faults.ts'
import type { InvocationType } from './lambda/invocation.ts'
import { groupMappings, type Mappings } from './mappings/mapping.ts'
import type { RunnerOptions } from './options.ts'
import { selectFunction } from './select.ts'

export type RunnerFunction = { name: string; logicalId: string; path: string; arn: string; environments: number }

export type Invoked = { requestId: string; functionError: string | undefined; payload: unknown; log: string }

export type Runner = {
  port: number
  /** Address of the Lambda, Secrets Manager and Systems Manager APIs. */
  endpoint: string
  /** Address of the first REST API, with its stage; empty without one. */
  readonly apiUrl: string
  /** Addresses of all REST APIs by logical id, and by `Stack.LogicalId` where stacks share it. */
  readonly apis: Record<string, string>
  /** The stacks' outputs. */
  readonly outputs: Record<string, string>
  readonly functions: RunnerFunction[]
  /** Invokes a function by its name, logical id or a unique part of them. */
  invoke(name: string, payload: unknown, options?: { type?: InvocationType }): Promise<Invoked>
  mappings: Mappings
  faults: Pick<Faults, 'onInvoke' | 'killEnvironments' | 'disable' | 'enable'>
  /** Asynchronous events accepted and not yet dealt with. */
  readonly pendingEvents: number
  stop(): Promise<void>
}

/** Runs a synthesized CDK assembly on this machine until `stop`. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const core = await RunnerCore.start(options)
  const { parts, port, endpoint } = core
  let stopped: Promise<void> | undefined
  return {
    port,
    endpoint,
    get apis() {
      return core.apis()
    },
    get apiUrl() {
      return Object.values(core.apis())[0] ?? ''
    },
    get outputs() {
      return core.application.outputs
    },
    get functions() {
      return core.application.functions.map(({ name, logicalId, path, arn }) => {
        return { name, logicalId, path, arn, environments: parts.service.pool.of(name).length }
      })
    },
    async invoke(wanted, payload, { type = 'RequestResponse' } = {}) {
      const { name } = selectFunction(core.application.functions, wanted)
      const text = JSON.stringify(payload ?? {})
      if (type === 'Event') {
        const requestId = await parts.lambda.accept(name, text)
        return { requestId, functionError: undefined, payload: undefined, log: '' }
      }
      const result = await parts.lambda.invoke(name, text)
      return { ...result, payload: JSON.parse(result.payload) }
    },
    mappings: groupMappings(() => parts.mappings.all()),
    faults: parts.faults,
    get pendingEvents() {
      return parts.queue.size
    },
    stop() {
      stopped ??= core.close()
      return stopped
    },
  }
}
