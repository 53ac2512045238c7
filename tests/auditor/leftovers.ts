import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { connect } from 'amqplib'
import type { Client } from 'pg'
import type { AuditTargets, Finding } from './facts.ts'

const rule = 'nothing is left behind'

/** Events that wait to be published. */
export const auditOutboxes = async (client: Client): Promise<Finding[]> => {
  const findings: Finding[] = []
  for (const schema of ['backend', 'orders', 'catalog', 'delivery']) {
    const { rows } = await client.query<{ id: string; type: string; carrier: string; last_error: string | null }>(
      `select id, type, carrier, last_error from ${schema}.outbox where published_at is null`,
    )
    for (const { id, type, carrier, last_error } of rows)
      findings.push({ rule, about: id, detail: `${type} not published to ${carrier}: ${last_error ?? 'never tried'}` })
  }
  return findings
}

const queueNames = async ({
  managementUrl,
  user,
  password,
  vhost,
}: NonNullable<AuditTargets['rabbitMq']>): Promise<string[]> => {
  const answer = await fetch(new URL(`/api/queues/${encodeURIComponent(vhost)}?disable_stats=false`, managementUrl), {
    headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
  })
  if (!answer.ok) throw new Error(`RabbitMQ's management API answered ${answer.status}`)
  return ((await answer.json()) as { name: string }[]).map(({ name }) => name)
}

/** Messages that lie in these queues. The management API's counts lag by seconds; a passive declaration's are current. */
export const auditQueues = async (amqpUrl: string, names: readonly string[]): Promise<Finding[]> => {
  const { host } = new URL(amqpUrl)
  const connection = await connect(amqpUrl)
  try {
    const channel = await connection.createChannel()
    const findings: Finding[] = []
    for (const name of names) {
      const { messageCount } = await channel.checkQueue(name)
      if (messageCount > 0)
        findings.push({ rule, about: name, detail: `${messageCount} messages in RabbitMQ at ${host}` })
    }
    return findings
  } finally {
    await connection.close()
  }
}

const rabbitQueues = async (target: NonNullable<AuditTargets['rabbitMq']>): Promise<Finding[]> =>
  auditQueues(target.amqpUrl, await queueNames(target))

const sqsQueues = async (endpoint: string): Promise<Finding[]> => {
  const client = new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'audit', secretAccessKey: 'audit' },
  })
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}))
  const findings: Finding[] = []
  for (const QueueUrl of QueueUrls) {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
          'ApproximateNumberOfMessagesDelayed',
        ],
      }),
    )
    const waiting = Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0)
    if (waiting > 0) findings.push({ rule, about: QueueUrl, detail: `${waiting} messages in SQS` })
  }
  client.destroy()
  return findings
}

/** Outboxes are empty, and so is every queue: main, retry, parked, DLQ. */
export const auditLeftovers = async (client: Client, targets: AuditTargets): Promise<Finding[]> => [
  ...(await auditOutboxes(client)),
  ...(targets.rabbitMq ? await rabbitQueues(targets.rabbitMq) : []),
  ...(targets.sqsEndpoint ? await sqsQueues(targets.sqsEndpoint) : []),
]
