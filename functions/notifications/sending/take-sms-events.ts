import { count, logger } from '@korob/platform/observability'
import { returnSoon } from '@korob/platform/sqs-consumer'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readSmsEvent } from '../gateway/aws-events.ts'
import { applyReceipt } from '../store/receipt.ts'
import { obeyWish } from './obey-wish.ts'

const take = async (text: string): Promise<void> => {
  const event = readSmsEvent(text)
  if (event.kind === 'inbound') return obeyWish(event)
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
      await take(record.body)
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
