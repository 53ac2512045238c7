import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { integerSetting, setting } from './config.ts'
import {
  applyEvent,
  describeFailure,
  eachBySubject,
  readEnvelope,
  type Subscription,
  tryEvent,
  waitsForEarlier,
} from './consumer.ts'
import { middleware } from './middleware.ts'
import { count, logger } from './observability.ts'
import { nudgeRelay } from './relay-nudge.ts'
import { returnAfter } from './sqs.ts'

// 1, 2, 4 … 120 s: without this a failed message would wait for the whole visibility timeout, six times the function's limit.
const backoffSeconds = (receives: number): number => Math.min(120, 2 ** Math.max(0, receives - 1))

/** Lets a failed message come back after 1, 2, 4 … 120 s. */
export const returnSoon = async (record: SQSRecord): Promise<void> => {
  try {
    await returnAfter(
      setting('QUEUE_URL'),
      record.receiptHandle,
      backoffSeconds(Number(record.attributes.ApproximateReceiveCount)),
    )
  } catch (error) {
    logger.warn('message keeps its visibility timeout', { messageId: record.messageId, error: String(error) })
  }
}

/**
 * The Lambda handler of an SQS queue fed by SNS with raw delivery. A message that fails comes back after a backoff, and
 * lands in the queue's DLQ after its maxReceiveCount; the others of its batch are done.
 */
export const sqsConsumer = (consumer: string, ...subscriptions: Subscription[]) =>
  middleware(async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const failures: SQSBatchItemFailure[] = []
    const fail = async (record: SQSRecord, error: unknown) => {
      const { reason } = describeFailure(error)
      count('messagesFailed')
      logger.warn('message failed', { consumer, messageId: record.messageId, reason })
      failures.push({ itemIdentifier: record.messageId })
      await returnSoon(record)
    }
    const readable = []
    for (const record of batch.Records) {
      try {
        readable.push({ record, event: readEnvelope(record.body) })
      } catch (error) {
        await fail(record, error)
      }
    }
    await eachBySubject(
      readable,
      integerSetting('DATABASE_POOL_MAX', 2),
      ({ record, event }) =>
        tryEvent(
          () => applyEvent(consumer, subscriptions, event),
          (error) => fail(record, error),
        ),
      ({ record, event }) => fail(record, waitsForEarlier(event)),
    )
    await nudgeRelay.send()
    return { batchItemFailures: failures }
  })
