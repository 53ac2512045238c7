import type { Messaging } from '../messaging/clients.ts'
import type { Conclusion } from './async-queue.ts'
import type { FunctionConfiguration } from './configuration.ts'
import type { StoredEvent } from './event-store.ts'

/**
 * Sends an asynchronous event that succeeded or was given up where the function's configuration says. The destination
 * record: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function concludeEvent(
  configuration: FunctionConfiguration,
  event: StoredEvent,
  conclusion: Conclusion,
  send: (target: string, body: string) => Promise<void>,
  messaging: Messaging,
): Promise<void> {
  const failed = conclusion.condition !== 'Success'
  const { onSuccess, onFailure } = configuration.asynchronous
  const destination = failed ? onFailure : onSuccess
  if (destination) await send(destination, JSON.stringify(destinationRecord(configuration, event, conclusion)))
  if (failed && configuration.deadLetterArn) {
    await messaging.sendToArn(configuration.deadLetterArn, event.payload, {
      RequestID: event.requestId,
      ErrorCode: conclusion.result ? 200 : 429,
      ErrorMessage: errorMessage(conclusion).slice(0, 1024),
    })
  }
}

function errorMessage(conclusion: Conclusion): string {
  if (!conclusion.result) return conclusion.condition
  const error = JSON.parse(conclusion.result.payload) as { errorMessage?: unknown }
  return String(error.errorMessage ?? conclusion.condition)
}

function destinationRecord(configuration: FunctionConfiguration, event: StoredEvent, conclusion: Conclusion): unknown {
  const { result } = conclusion
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${configuration.arn}:$LATEST`,
      condition: conclusion.condition,
      approximateInvokeCount: conclusion.invokeCount,
    },
    requestPayload: JSON.parse(event.payload),
    ...(result && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(result.functionError && { functionError: result.functionError }),
      },
      responsePayload: JSON.parse(result.payload),
    }),
  }
}
