import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'

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

export type { Message }

/** Up to ten messages, which nobody else gets for so many seconds. */
export const receiveSome = async (queueUrl: string, most: number, hiddenSeconds: number): Promise<Message[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(10, most),
      VisibilityTimeout: hiddenSeconds,
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      // Asks all of SQS' servers, and not a sample of them.
      WaitTimeSeconds: 1,
    }),
  )
  return Messages
}

export const deleteReceived = async (queueUrl: string, receiptHandle: string): Promise<void> => {
  await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }))
}

/** About how many there are, those included that somebody has received. */
export const countMessages = async (queueUrl: string): Promise<number> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  )
  return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0)
}
