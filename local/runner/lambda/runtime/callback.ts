import type { LambdaContext } from './context.ts'
import type { Handler } from './modules.ts'

/**
 * Handlers of Node.js 22 and earlier, which may answer through a callback, `context.succeed` and friends, or by letting
 * the event loop run empty. `whenLoopIsEmpty` calls back once nothing is left to do.
 */
export function runWithCallback(
  handler: Handler,
  event: unknown,
  context: LambdaContext,
  whenLoopIsEmpty: (then: () => void) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let called = false
    const settle = (error: unknown, value: unknown): void => {
      if (error !== undefined && error !== null) reject(error)
      else resolve(value)
    }
    const callback = (error?: unknown, value?: unknown): void => {
      if (called) return
      called = true
      if (context.callbackWaitsForEmptyEventLoop) whenLoopIsEmpty(() => settle(error, value))
      else settle(error, value)
    }
    const finish = (error?: unknown, value?: unknown): void => {
      called = true
      settle(error, value)
    }
    context.callbackWaitsForEmptyEventLoop = true
    context.done = finish
    context.succeed = (value: unknown) => finish(null, value)
    context.fail = (error: unknown) => finish(error ?? 'handled')
    const returned = handler(event, context, callback)
    if (typeof (returned as PromiseLike<unknown> | undefined)?.then === 'function') {
      ;(returned as PromiseLike<unknown>).then(resolve, reject)
      return
    }
    if (!called) whenLoopIsEmpty(() => settle(null, null))
  })
}
