import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { newId } from './ids.ts'

/** What travels with a request through every service and message it causes. */
export interface CallContext {
  correlationId: string
  /** W3C trace context, https://www.w3.org/TR/trace-context/ */
  traceparent: string
}

const storage = new AsyncLocalStorage<CallContext>()

const traceparentPattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/
const correlationPattern = /^[\w.:-]{8,64}$/

const newTraceparent = () => `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`

/** A context from what the caller sent; parts that are missing or malformed are made anew. */
export const contextFrom = (correlationId?: string, traceparent?: string): CallContext => ({
  correlationId: correlationId && correlationPattern.test(correlationId) ? correlationId : newId(),
  traceparent: traceparent && traceparentPattern.test(traceparent) ? traceparent : newTraceparent(),
})

export const withContext = <T>(context: CallContext, work: () => T): T => storage.run(context, work)

/** The current context, or a new one outside any request. */
export const currentContext = (): CallContext => storage.getStore() ?? contextFrom()
