import { CreateBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3'
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns'
import { CreateQueueCommand, QueueNameExists, SetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import type { Cloud } from '../assembly/cloud.ts'
import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asBoolean, asList, asObject, asText, isObject, type Json } from '../assembly/template.ts'
import { errorText } from '../log.ts'
import type { Messaging } from './clients.ts'

const queueAttributes = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'MaximumMessageSize',
  'ReceiveMessageWaitTimeSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
] as const
/** Attributes that only creation may set. */
const fixedAttributes = new Set(['FifoQueue'])

const subscriptionAttributes = ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'] as const

/**
 * Creates or updates what the assembly needs in the emulator. Nothing is deleted: data of a former run stays.
 * Gives warnings of what it leaves out.
 */
export async function provisionMessaging(cloud: Cloud, messaging: Messaging): Promise<string[]> {
  const warnings: string[] = []
  const named = async (resource: Resource, work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') {
        const { awsEndpoint } = cloud.account
        throw new Error(`Nothing answers at ${awsEndpoint}, the address of SQS, SNS and S3`, { cause: error })
      }
      throw new ResourceError(resource, errorText(error), { cause: error })
    }
  }
  const each = (type: string, work: (resource: Resource) => Promise<void>): Promise<unknown> =>
    Promise.all(cloud.ofType(type).map((resource) => named(resource, () => work(resource))))

  await each('AWS::SQS::Queue', (queue) => createQueue(queue, messaging))
  await Promise.all([
    // A redrive policy names another queue, so both must be there.
    each('AWS::SQS::Queue', (queue) => setRedrivePolicy(queue, messaging)),
    each('AWS::SNS::Topic', (topic) => createTopic(topic, messaging)),
    each('AWS::S3::Bucket', (bucket) => createBucket(bucket, messaging)),
  ])
  await each('AWS::SNS::Subscription', async (subscription) => {
    const { Protocol, Endpoint } = subscription.properties
    if (Protocol === 'sqs') return subscribe(subscription, messaging)
    const { stack, logicalId } = subscription
    warnings.push(
      `${stack}/${logicalId}: nothing is sent to ${asText(Endpoint)}; subscriptions are served to sqs only, not ${asText(Protocol)}`,
    )
  })
  return warnings
}

async function createQueue(queue: Resource, { sqs }: Messaging): Promise<void> {
  const attributes: Record<string, string> = {}
  for (const name of queueAttributes) {
    const value = asText(queue.properties[name])
    if (value !== undefined) attributes[name] = value
  }
  try {
    await sqs.send(new CreateQueueCommand({ QueueName: queue.name, Attributes: attributes }))
  } catch (error) {
    if (!isNameTaken(error)) throw error
    const changed = Object.fromEntries(Object.entries(attributes).filter(([name]) => !fixedAttributes.has(name)))
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: String(queue.ref), Attributes: changed }))
  }
}

/** There is the queue, with other attributes. Emulators write the error's name with its prefix of old, which the SDK has no class for. */
function isNameTaken(error: unknown): boolean {
  return error instanceof QueueNameExists || (error instanceof Error && /\bQueueNameExists$/.test(error.name))
}

async function setRedrivePolicy(queue: Resource, { sqs }: Messaging): Promise<void> {
  const { RedrivePolicy } = queue.properties
  if (!isObject(RedrivePolicy)) return
  const Attributes = { RedrivePolicy: JSON.stringify(RedrivePolicy) }
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: String(queue.ref), Attributes }))
}

async function createTopic(topic: Resource, messaging: Messaging): Promise<void> {
  const Attributes: Record<string, string> = asBoolean(topic.properties.FifoTopic)
    ? {
        FifoTopic: 'true',
        ContentBasedDeduplication: String(asBoolean(topic.properties.ContentBasedDeduplication)),
      }
    : {}
  await messaging.sns.send(new CreateTopicCommand({ Name: topic.name, Attributes }))
  for (const item of asList(topic.properties.Subscription)) {
    const { Endpoint, Protocol } = asObject(item)
    await subscribeEndpoint(topic, topic.arn, asText(Protocol) ?? '', asText(Endpoint) ?? '', {}, messaging)
  }
}

async function subscribe(subscription: Resource, messaging: Messaging): Promise<void> {
  const { TopicArn, Protocol, Endpoint } = subscription.properties
  const attributes: Record<string, string> = {}
  for (const name of subscriptionAttributes) {
    const value = subscription.properties[name]
    if (value !== undefined) attributes[name] = attributeText(value)
  }
  const [topic, protocol, endpoint] = [asText(TopicArn) ?? '', asText(Protocol) ?? '', asText(Endpoint) ?? '']
  await subscribeEndpoint(subscription, topic, protocol, endpoint, attributes, messaging)
}

async function subscribeEndpoint(
  resource: Resource,
  topicArn: string,
  protocol: string,
  endpoint: string,
  attributes: Record<string, string>,
  { sns }: Messaging,
): Promise<void> {
  if (protocol !== 'sqs')
    throw new ResourceError(resource, `subscriptions with the protocol ${protocol} are not supported, only sqs`)
  const known = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))
  const existing = known.Subscriptions?.find((one) => one.Protocol === protocol && one.Endpoint === endpoint)
  if (!existing?.SubscriptionArn) {
    await sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, Attributes: attributes }),
    )
    return
  }
  for (const name of subscriptionAttributes) {
    const AttributeValue = attributes[name] ?? (name === 'RawMessageDelivery' ? 'false' : undefined)
    if (AttributeValue === undefined) continue
    await sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: existing.SubscriptionArn,
        AttributeName: name,
        AttributeValue,
      }),
    )
  }
}

function attributeText(value: Json): string {
  return isObject(value) ? JSON.stringify(value) : String(value)
}

async function createBucket(bucket: Resource, { s3 }: Messaging): Promise<void> {
  const Bucket = bucket.name
  const exists = await s3.send(new HeadBucketCommand({ Bucket })).then(
    () => true,
    () => false,
  )
  if (!exists) await s3.send(new CreateBucketCommand({ Bucket }))
}
