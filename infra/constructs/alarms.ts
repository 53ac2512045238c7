import { Duration } from 'aws-cdk-lib'
import type { RestApi } from 'aws-cdk-lib/aws-apigateway'
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { functions } from '../functions.ts'

/** Where alarms go. */
export const alarmTopic = (scope: Construct, email: string | undefined): IAlarmAction => {
  const topic = new Topic(scope, 'alarms', { displayName: 'Alarms of the shop', enforceSSL: true })
  // A policy of its own, which enforceSSL makes, replaces the one that lets the account's alarms in.
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'))
  if (email) topic.addSubscription(new EmailSubscription(email))
  return new SnsAction(topic)
}

interface Watch {
  readonly description: string
  readonly metric: IMetric
  readonly above: number
  /** How long it must last, in the metric's periods. */
  readonly periods: number
}

const period = Duration.minutes(1)

/** A metric that functions write: layers/platform/observability.ts. */
const own = (service: string, metricName: string, statistic: string): Metric =>
  new Metric({ namespace: 'Korob', metricName, dimensionsMap: { service }, statistic, period })

/** Alarms of what no queue's own alarm sees: events that don't leave, texts' messages set aside, an API that fails. */
export const addAlarms = (scope: Construct, api: RestApi, action: IAlarmAction): void => {
  const watch = (id: string, { description, metric, above, periods }: Watch) =>
    new Alarm(scope, id, {
      alarmDescription: description,
      metric,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(action)

  watch('api-errors', {
    description: 'The API answers 5xx',
    metric: api.metricServerError({ period, statistic: 'Sum' }),
    above: 5,
    periods: 3,
  })
  for (const { service, trigger } of functions) {
    if (trigger.kind === 'relay')
      watch(`${service}-outbox-age`, {
        description: `Events of ${service} wait in its outbox: is their carrier up?`,
        metric: own(service, 'oldestUnpublishedSeconds', 'Maximum'),
        above: 300,
        periods: 3,
      })
    if (trigger.kind === 'rabbitmq')
      watch(`${trigger.queue.replace('.', '-')}-parked`, {
        description: `${service} gave messages up: see ${trigger.queue}.parked`,
        metric: own(service, 'messagesParked', 'Sum'),
        above: 0,
        periods: 1,
      })
  }
}
