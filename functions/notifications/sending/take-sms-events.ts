import { count, logger } from '@korob/platform/observability'
import { returnSoon } from '@korob/platform/sqs-consumer'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { readSmsEvent } from '../gateway/aws-events.ts'
import { applyReceipt } from '../store/receipt.ts'
import { obeyWish } from './obey-wish.ts'

const take = async ({ body, attributes }: SQSRecord): Promise<void> => {
  const event = readSmsEvent(body)
  // AWS' topic says nothing of when it came; it hands over at once, and however often this is read, the time stays.
  if (event.kind === 'inbound')
    return obeyWish({ ...event, sentAt: async () => new Date(Number(attributes.SentTimestamp)) })
  if (event.kind === 'other') return void count('smsEventsIgnored')
  const { kind: _, ...receipt } = event
  const result = await applyReceipt(receipt)
  count(result === 'applied' ? 'receiptsApplied' : 'receiptsIgnored')
  logger.info('receipt', { messageId: receipt.messageId, status: receipt.status, reason: receipt.reason, result })
}

/** Takes what AWS End User Messaging tells; what fails comes back by itself, and is set aside in the end. */
export const takeSmsEvents = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = []
  for (const record of Records) {
    try {
      await take(record)
    } catch (error) {
      count('smsEventsFailed')
      // A parser quotes what it can't read: numbers and words.
      const reason = error instanceof SyntaxError ? 'is not JSON' : (error as Error).message
      logger.warn('SMS event failed', { messageId: record.messageId, reason })
      batchItemFailures.push({ itemIdentifier: record.messageId })
      await returnSoon(record)
    }
  }
  return { batchItemFailures }
}
