import type { ServiceName } from '@korob/platform/migrate'
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Duration } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { type FunctionPlan, functionId, functions } from '../functions.ts'
import { limits } from './limits.ts'
import { WorkQueue } from './work-queue.ts'

export interface Messaging {
  /** The topic on which a service publishes its events. */
  readonly topics: ReadonlyMap<string, Topic>
  /** Ids of products whose document in the search index is old. */
  readonly index: WorkQueue
  /** The same, of very many at once: single changes don't wait behind them. */
  readonly indexBulk: WorkQueue
  /** Every queue that functions work, by name: it grows as they are subscribed. */
  readonly workQueues: Map<string, WorkQueue>
}

const publishers = (): ServiceName[] =>
  functions
    .filter(({ trigger }) => trigger.kind === 'relay' && trigger.carriers.includes('sns'))
    .map(({ service }) => service)

export const addMessaging = (scope: Construct, alarmActions: readonly IAlarmAction[]): Messaging => {
  const topics = new Map(
    publishers().map((service) => [
      service,
      new Topic(scope, `${service}-events`, { displayName: `Events of ${service}`, enforceSSL: true }),
    ]),
  )
  const index = new WorkQueue(scope, 'index', { workTimeout: limits.index, alarmActions })
  const indexBulk = new WorkQueue(scope, 'index-bulk', { workTimeout: limits.index, alarmActions })
  const workQueues = new Map([
    ['index', index],
    ['index-bulk', indexBulk],
  ])
  return { topics, index, indexBulk, workQueues }
}

/** Lets a function read what was given up, and have it worked again or drop it. To be called once all queues are there. */
export const reachDeadLetters = ({ workQueues }: Messaging, handler: LambdaFunction): void => {
  const urls = [...workQueues].map(([name, { queue, deadLetters }]) => {
    deadLetters.grantConsumeMessages(handler)
    queue.grantSendMessages(handler)
    return [name, { queueUrl: queue.queueUrl, deadLettersUrl: deadLetters.queueUrl }] as const
  })
  handler.addEnvironment('DEAD_LETTERS', JSON.stringify(Object.fromEntries(urls)))
}

const topicOf = (messaging: Messaging, service: string): Topic => {
  const topic = messaging.topics.get(service)
  if (!topic) throw new Error(`${service} publishes no events by SNS: infra/functions.ts`)
  return topic
}

/** A queue of the function's own that takes just these events from the topic of the service that publishes them. */
export const subscribe = (
  scope: Construct,
  messaging: Messaging,
  plan: FunctionPlan,
  handler: LambdaFunction,
  options: { alarmActions: readonly IAlarmAction[]; concurrency: number },
): void => {
  if (plan.trigger.kind !== 'events') return
  const id = functionId(plan)
  const { events } = plan.trigger
  const silent = events.filter(({ carriers }) => !carriers.includes('sns'))
  if (silent.length > 0) throw new Error(`${id}: SNS does not carry ${silent.map(({ type }) => type).join(', ')}`)
  const work = new WorkQueue(scope, `${id}-queue`, { workTimeout: limits.events, alarmActions: options.alarmActions })
  messaging.workQueues.set(id, work)
  for (const [source, of] of Map.groupBy(events, (event) => event.source))
    topicOf(messaging, source).addSubscription(
      new SqsSubscription(work.queue, {
        rawMessageDelivery: true,
        filterPolicy: { type: SubscriptionFilter.stringFilter({ allowlist: of.map(({ type }) => type) }) },
      }),
    )
  work.workedBy(handler, { batchSize: 10, window: Duration.seconds(0), maxConcurrency: options.concurrency })
}

/** Lets a relay publish what its carriers are for. */
export const publishAs = (messaging: Messaging, plan: FunctionPlan, handler: LambdaFunction): void => {
  if (plan.trigger.kind !== 'relay') return
  if (plan.trigger.carriers.includes('sns')) {
    const topic = topicOf(messaging, plan.service)
    handler.addEnvironment('EVENTS_TOPIC_ARN', topic.topicArn)
    topic.grantPublish(handler)
  }
  if (plan.trigger.carriers.includes('sqs')) {
    handler.addEnvironment('INDEX_QUEUE_URL', messaging.index.queue.queueUrl)
    messaging.index.queue.grantSendMessages(handler)
    handler.addEnvironment('INDEX_BULK_QUEUE_URL', messaging.indexBulk.queue.queueUrl)
    messaging.indexBulk.queue.grantSendMessages(handler)
  }
}
