import { ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { connect } from 'amqplib'
import type { TestShop } from './test-shop.ts'

/** An event as a service's outbox has kept it, a row per carrier. */
export interface PublishedEvent {
  id: string
  carrier: 'sns' | 'rabbitmq'
  type: string
  envelope: { source: string; subject: string; sequence: number }
}

/** What the services have told each other, of one order or of all; earlier news of a service comes first. */
export const publishedEvents = async ({ db }: Pick<TestShop, 'db'>, subject?: string): Promise<PublishedEvent[]> =>
  (
    await db.query<PublishedEvent>(
      `select id, carrier, type, envelope
         from (select * from orders.outbox union all select * from catalog.outbox union all select * from delivery.outbox) e
        where carrier in ('sns', 'rabbitmq') and published_at is not null and subject = coalesce($1, subject)
        order by sequence`,
      [subject],
    )
  ).rows

/** Sends events again, as a carrier that delivers twice would: SNS to all its queues, RabbitMQ to all that are bound. */
export const sendAgain = async (shop: TestShop, events: readonly PublishedEvent[]): Promise<void> => {
  const sns = new SNSClient({
    endpoint: shop.aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 't', secretAccessKey: 't' },
  })
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}))
  const topicOf = (source: string) => Topics.find(({ TopicArn }) => TopicArn?.includes(`-${source}`))?.TopicArn
  const rabbit = await connect(shop.rabbitMq.urlOf(shop.auditTargets.rabbitMq?.vhost ?? ''))
  try {
    const channel = await rabbit.createConfirmChannel()
    for (const { id, carrier, type, envelope } of events) {
      if (carrier === 'rabbitmq') {
        channel.publish('events', type, Buffer.from(JSON.stringify(envelope)), { messageId: id, persistent: true })
        continue
      }
      const TopicArn = topicOf(envelope.source)
      if (!TopicArn) throw new Error(`no topic of ${envelope.source}`)
      const MessageAttributes = { type: { DataType: 'String', StringValue: type } }
      await sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify(envelope), MessageAttributes }))
    }
    await channel.waitForConfirms()
  } finally {
    sns.destroy()
    await rabbit.close()
  }
}
