import type { Cloud } from '../assembly/cloud.ts'
import { errorText } from '../log.ts'
import type { Messaging } from '../messaging/clients.ts'
import type { Conclusion } from './async-queue.ts'
import type { FunctionConfiguration } from './configuration.ts'
import type { StoredEvent } from './event-store.ts'
import { functionNameOf } from './reference.ts'

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
  const toDestination = async (): Promise<void> => {
    if (destination) await send(destination, JSON.stringify(destinationRecord(configuration, event, conclusion)))
  }
  const toDeadLetters = async (): Promise<void> => {
    if (!failed || !configuration.deadLetterArn) return
    await messaging.sendToArn(configuration.deadLetterArn, event.payload, {
      RequestID: event.requestId,
      ErrorCode: conclusion.result ? 200 : 429,
      ErrorMessage: errorMessage(conclusion).slice(0, 1024),
    })
  }
  // Each for itself: the one may be there though the other is not.
  const sent = await Promise.allSettled([toDestination(), toDeadLetters()])
  const errors = sent.flatMap((one) => (one.status === 'rejected' ? [errorText(one.reason)] : []))
  if (errors.length > 0) throw new Error(errors.join('; '))
}

/** What records of asynchronous events can't reach here. */
export function destinationWarnings(cloud: Cloud, functions: readonly FunctionConfiguration[]): string[] {
  const types: Record<string, string> = { sqs: 'AWS::SQS::Queue', sns: 'AWS::SNS::Topic' }
  const why = (arn: string): string | undefined => {
    const service = arn.split(':')[2] ?? ''
    const type = types[service]
    if (!type && service !== 'lambda') return 'only queues, topics and functions are served'
    const isHere = type
      ? cloud.ofType(type).some((one) => one.arn.split(':').at(-1) === arn.split(':').at(-1))
      : functions.some((one) => one.name === functionNameOf(arn))
    return isHere ? undefined : 'it is not in this assembly'
  }
  return functions.flatMap(({ stack, logicalId, asynchronous, deadLetterArn }) =>
    [asynchronous.onSuccess, asynchronous.onFailure, deadLetterArn].flatMap((arn) => {
      const reason = arn && why(arn)
      return reason ? [`${stack}/${logicalId}: records of its events for ${arn} are dropped: ${reason}`] : []
    }),
  )
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
