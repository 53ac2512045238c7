import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Duration } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'

/** Where alarms go. */
export const alarmTopic = (scope: Construct, email: string | undefined): IAlarmAction => {
  const topic = new Topic(scope, 'alarms', { displayName: 'Alarms of the shop', enforceSSL: true })
  // A policy of its own, which enforceSSL makes, replaces the one that lets the account's alarms in.
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'))
  if (email) topic.addSubscription(new EmailSubscription(email))
  return new SnsAction(topic)
}

export interface Watched {
  readonly description: string
  readonly metric: IMetric
  /** What is no longer well. */
  readonly limit: { readonly above: number } | { readonly below: number }
  /** How long it must last, in the metric's periods. */
  readonly periods: number
  /** Set where the metric is written every minute, so that its absence is the failure. */
  readonly mustBeWritten?: true
}

/** Makes an alarm. */
export type Watch = (id: string, watched: Watched) => void

export const minute = Duration.minutes(1)
export const fiveMinutes = Duration.minutes(5)

export const watcher =
  (scope: Construct, action: IAlarmAction): Watch =>
  (id, { description, metric, limit, periods, mustBeWritten }) => {
    const [threshold, comparisonOperator] =
      'above' in limit
        ? [limit.above, ComparisonOperator.GREATER_THAN_THRESHOLD]
        : [limit.below, ComparisonOperator.LESS_THAN_THRESHOLD]
    new Alarm(scope, id, {
      alarmDescription: description,
      metric,
      threshold,
      comparisonOperator,
      evaluationPeriods: periods,
      treatMissingData: mustBeWritten ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(action)
  }
