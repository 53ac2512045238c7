import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'

const started = await Promise.resolve('top-level await')

export const handler = async () => {
  const { QueueUrls = [] } = await new SQSClient({}).send(new ListQueuesCommand({}))
  return { statusCode: 200, body: JSON.stringify({ started, queues: QueueUrls.length }) }
}
