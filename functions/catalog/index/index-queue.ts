import { middleware } from '@korob/platform/middleware'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { returnSoon } from '@korob/platform/sqs-consumer'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { indexChanged } from './index-changed.ts'

/** The Lambda handler of a queue of products whose documents are old. */
export const indexQueue = () =>
  middleware(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await indexChanged(Records.map(({ body }) => body))
    const records = Records.filter((_, index) => failed.has(index))
    await Promise.all(records.map(returnSoon))
    await nudgeRelay.send()
    return { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) }
  })
