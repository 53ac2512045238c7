import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { StageName } from '../settings.ts'
import { limits } from './limits.ts'
import { WorkQueue } from './work-queue.ts'

/** The set that texts are sent with: it says where their events go. */
const setName = (stage: StageName): string => `korob-${stage}`

/**
 * What AWS End User Messaging tells of texts, and what phones answer, on its way to the function: by a topic, the only kind of
 * destination that can lead to a queue. https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-destinations.html
 */
export const bringSmsEvents = (
  scope: Construct,
  handler: LambdaFunction,
  { stage, alarmActions }: { stage: StageName; alarmActions: readonly IAlarmAction[] },
): WorkQueue => {
  const topic = new Topic(scope, 'sms-events', { displayName: 'What became of texts', enforceSSL: true })
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  const work = new WorkQueue(scope, 'sms-events-queue', { workTimeout: limits['sms-events'], alarmActions })
  topic.addSubscription(new SqsSubscription(work.queue, { rawMessageDelivery: true }))
  work.workedBy(handler, { batchSize: 10, window: Duration.seconds(1), maxConcurrency: 2 })
  new CfnConfigurationSet(scope, 'sms', {
    configurationSetName: setName(stage),
    eventDestinations: [
      {
        eventDestinationName: 'receipts',
        enabled: true,
        matchingEventTypes: ['TEXT_ALL'],
        snsDestination: { topicArn: topic.topicArn },
      },
    ],
  })
  return work
}

/** Has a function send by AWS End User Messaging, from the account's numbers, pools and names. */
export const sendByAws = (handler: LambdaFunction, stage: StageName): void => {
  const { partition, region, account } = Stack.of(handler)
  const own = (resource: string): string => `arn:${partition}:sms-voice:${region}:${account}:${resource}`
  handler.addEnvironment('SMS_GATEWAY', 'aws')
  handler.addEnvironment('SMS_CONFIGURATION_SET', setName(stage))
  handler.addToRolePolicy(
    new PolicyStatement({
      actions: ['sms-voice:SendTextMessage'],
      resources: [own('phone-number/*'), own('pool/*'), own('sender-id/*'), own(`configuration-set/${setName(stage)}`)],
    }),
  )
}
