import { randomUUID } from 'node:crypto'
import type { Faults } from '../faults.ts'
import type { AsyncQueue } from './async-queue.ts'
import { ServiceError } from './errors.ts'
import type { InvocationType, InvokeOptions, InvokeResult } from './invocation.ts'
import type { LambdaService } from './service.ts'

/** The one way by which APIs, mappings, schedules and functions reach functions; faults are injected here. */
export type LambdaCaller = {
  invoke(name: string, payload: string, options?: InvokeOptions): Promise<InvokeResult>
  /** Accepts an event for later; resolves once it is safe on disk. */
  accept(name: string, payload: string, options?: InvokeOptions): Promise<string>
}

export function createCaller(service: LambdaService, queue: AsyncQueue, faults: Faults): LambdaCaller {
  const withFaults = async <T>(
    name: string,
    type: InvocationType,
    options: InvokeOptions,
    call: () => Promise<T>,
  ): Promise<T> => {
    const target = service.find(name).configuration.name
    const fault = faults.decide({ caller: options.caller, target, type })
    if (fault === 'fail') throw new ServiceError(500, 'ServiceException', 'Injected fault')
    if (fault === 'kill-caller-before') return faults.killCaller(options)
    const result = await call()
    if (fault === 'lose-answer') throw new ServiceError(500, 'ServiceException', 'Injected fault: the answer is lost')
    return fault === 'kill-caller-after' ? faults.killCaller(options) : result
  }
  return {
    invoke: (name, payload, options = {}) =>
      withFaults(name, 'RequestResponse', options, () => service.invoke(name, payload, options)),
    accept: (name, payload, options = {}) =>
      withFaults(name, 'Event', options, async () => {
        const requestId = options.requestId ?? randomUUID()
        queue.add({
          requestId,
          function: service.find(name).configuration.name,
          payload,
          caller: options.caller,
          traceId: options.traceId,
          clientContext: options.clientContext,
          acceptedMs: Date.now(),
        })
        return requestId
      }),
  }
}
