import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'

// In AWS a queue's address has the same host as the service's own; at an emulator that may be a name which nobody resolves.
const client = new SQSClient({ maxAttempts: 2, useQueueUrlAsEndpoint: false })

/** Makes a message that was received visible again after this many seconds. */
export const returnAfter = async (queueUrl: string, receiptHandle: string, seconds: number): Promise<void> => {
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }),
  )
}

/** How many messages SQS takes at once. */
export const sendBatchSize = 10

/** Sends up to ten messages; answers what was refused: index → reason. */
export const sendBatch = async (queueUrl: string, bodies: readonly string[]): Promise<Map<number, string>> => {
  const answer = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: bodies.map((body, index) => ({ Id: String(index), MessageBody: body })),
    }),
    { abortSignal: AbortSignal.timeout(5_000) },
  )
  return new Map(answer.Failed?.map(({ Id, Message }) => [Number(Id), Message ?? 'refused by SQS']))
}
