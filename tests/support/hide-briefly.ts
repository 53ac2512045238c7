import { ListQueuesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { TestShop } from './test-shop.ts'

/** What a killed consumer had in hand comes back after seconds, not after six times the function's limit. */
export const hideBriefly = async ({ aws }: Pick<TestShop, 'aws'>): Promise<void> => {
  const sqs = new SQSClient({
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 't', secretAccessKey: 't' },
  })
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
  for (const QueueUrl of QueueUrls)
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '5' } }))
  sqs.destroy()
}
