import { S3Client } from '@aws-sdk/client-s3'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { type MessageAttributeValue, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Account } from '../assembly/cloud.ts'

/** Clients of the SQS, SNS and S3 emulator. */
export type Messaging = {
  sqs: SQSClient
  sns: SNSClient
  s3: S3Client
  queueUrl(arn: string): string
  /** Sends to a queue or a topic, whichever the ARN names. */
  sendToArn(arn: string, body: string, attributes?: Record<string, string | number>, groupId?: string): Promise<void>
  close(): void
}

export function connectMessaging(account: Account): Messaging {
  const settings = {
    endpoint: account.awsEndpoint,
    region: account.region,
    credentials: { accessKeyId: 'runner', secretAccessKey: 'local' },
  }
  const sqs = new SQSClient(settings)
  const sns = new SNSClient(settings)
  const s3 = new S3Client({ ...settings, forcePathStyle: true })
  const queueUrl = (arn: string): string => `${account.awsEndpoint}/${account.accountId}/${arn.split(':').at(-1)}`
  return {
    sqs,
    sns,
    s3,
    queueUrl,
    async sendToArn(arn, body, attributes = {}, groupId) {
      const MessageAttributes = toMessageAttributes(attributes)
      const service = arn.split(':')[2]
      if (service === 'sqs') {
        const MessageGroupId = groupId ?? (arn.endsWith('.fifo') ? 'default' : undefined)
        await sqs.send(
          new SendMessageCommand({ QueueUrl: queueUrl(arn), MessageBody: body, MessageAttributes, MessageGroupId }),
        )
      } else if (service === 'sns') {
        await sns.send(new PublishCommand({ TopicArn: arn, Message: body, MessageAttributes }))
      } else {
        throw new Error(`Cannot send to ${arn}: only queues and topics are supported`)
      }
    },
    close() {
      sqs.destroy()
      sns.destroy()
      s3.destroy()
    },
  }
}

function toMessageAttributes(attributes: Record<string, string | number>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: typeof value === 'number' ? 'Number' : 'String', StringValue: String(value) },
    ]),
  )
}
