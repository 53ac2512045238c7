import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import { logger, metrics } from './observability.ts'

/**
 * What every function has around its work: the logger knows the invocation, metrics are flushed, and a failure that
 * reaches the Lambda service is logged once. The order matters, so it stands here only.
 */
export const middleware = <Event, Result>(work: (event: Event, context: Context) => Promise<Result>) =>
  middy<Event, Result>()
    .use({
      before: ({ context }) => {
        logger.addContext(context)
      },
      after: () => {
        if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
        logger.resetKeys()
      },
      onError: ({ error }) => {
        logger.error('invocation failed', error as Error)
        if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
        logger.resetKeys()
      },
    })
    .handler(work as never) as unknown as (event: Event, context: Context) => Promise<Result>
