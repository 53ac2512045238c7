import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { functionId, functions as plans, type Trigger } from '../functions.ts'
import type { StageName } from '../settings.ts'
import { fiveMinutes, minute, type Watch } from './alarms.ts'

/** Functions nobody waits for: whoever calls the others is told of their failure, and the API's alarm counts it. */
const unattended: readonly Trigger['kind'][] = ['relay', 'events', 'index', 'rabbitmq', 'sms-events', 'schedule', 'job']

/** Alarms of what no queue's own alarm sees: an API that fails, events and texts that don't leave, functions that throw. */
export const watchApplication = (
  watch: Watch,
  stage: StageName,
  apiName: string,
  functions: ReadonlyMap<string, LambdaFunction>,
): void => {
  /** A metric that functions write: layers/platform/observability.ts. */
  const highest = (service: string, metricName: string) =>
    new Metric({
      namespace: 'Korob',
      metricName,
      dimensionsMap: { service, stage },
      statistic: 'Maximum',
      period: minute,
    })

  const notificationsMetric = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'Korob',
      metricName,
      dimensionsMap: { service: 'notifications', stage },
      statistic,
      period: fiveMinutes,
    })
  const sum = (metricName: string) => notificationsMetric(metricName, 'Sum')

  watch('api-errors', {
    description: 'The API answers 5xx',
    metric: new Metric({
      namespace: 'AWS/ApiGateway',
      metricName: '5XXError',
      dimensionsMap: { ApiName: apiName },
      statistic: 'Sum',
      period: minute,
    }),
    limit: { above: 5 },
    periods: 3,
  })
  watch('texts-age', {
    description: 'Texts wait to be sent, or nobody looks after them: is the SMS gateway up?',
    metric: highest('notifications', 'oldestUnsentSeconds'),
    limit: { above: 600 },
    periods: 5,
    mustBeWritten: true,
  })
  watch('gateway-failing', {
    description: 'The SMS gateway fails more texts than it takes; they wait, or are looked for',
    metric: new MathExpression({
      expression: '100 * (postponed + lost) / (postponed + lost + accepted)',
      usingMetrics: { postponed: sum('textsPostponed'), lost: sum('textsUnknown'), accepted: sum('textsAccepted') },
      period: fiveMinutes,
    }),
    limit: { above: 50 },
    periods: 2,
  })
  watch('gateway-slow', {
    description: 'One text in twenty takes the SMS gateway over 3 seconds',
    metric: notificationsMetric('gatewayMs', 'p95'),
    limit: { above: 3_000 },
    periods: 3,
  })
  watch('gateway-refuses-us', {
    description: "The SMS gateway blames the shop's account, sender or settings; texts wait until somebody mends them",
    metric: highest('notifications', 'gatewayRefusesUs'),
    limit: { above: 0 },
    periods: 2,
  })
  watch('gateway-refusing', {
    description: 'The SMS gateway refuses texts for good, one in five: are they as it wants them?',
    metric: new MathExpression({
      // Single wrong numbers are no fault of the shop's.
      expression: 'IF(refused >= 5, 100 * refused / (refused + accepted), 0)',
      usingMetrics: { refused: sum('textsRefused'), accepted: sum('textsAccepted') },
      period: fiveMinutes,
    }),
    limit: { above: 20 },
    periods: 2,
  })
  watch('texts-doubled', {
    description: 'The SMS gateway has two texts of one message: notifications logs which',
    metric: sum('textsDoubled'),
    limit: { above: 0 },
    periods: 1,
  })
  watch('stock-faults', {
    description: "Stock is not what its ledger says, or nobody looks: catalog's audit-stock logs which product",
    metric: highest('catalog', 'stockFaults'),
    limit: { above: 0 },
    periods: 2,
    mustBeWritten: true,
  })
  watch('delivery-unplannable', {
    description:
      'An order came that nobody can bring: its address is not on the map or beyond all zones, or it is too heavy',
    metric: highest('delivery', 'deliveriesUnplannable'),
    limit: { above: 0 },
    periods: 1,
  })
  watch('delivery-trips-overdue', {
    description: 'A courier on the road should have been back, or is not heard of: the page of dispatch says who',
    metric: highest('delivery', 'tripsOverdue'),
    limit: { above: 0 },
    periods: 5,
    mustBeWritten: true,
  })
  watch('delivery-trips-not-started', {
    description: 'A courier should have set off and has not: the page of dispatch says who',
    metric: highest('delivery', 'tripsNotStarted'),
    limit: { above: 0 },
    periods: 5,
  })
  watch('index-drift', {
    description: 'The search index shows products otherwise than they are, or nobody looks: does the indexer keep up?',
    metric: highest('catalog', 'indexDrift'),
    limit: { above: 0 },
    periods: 3,
    mustBeWritten: true,
  })
  watch('follow-ups-failed', {
    description:
      'Products can’t follow a change of their category or brand, or be made anew for search: the log says why',
    metric: highest('catalog', 'followUpsFailed'),
    limit: { above: 0 },
    periods: 5,
  })
  for (const plan of plans) {
    const id = functionId(plan)
    if (plan.trigger.kind === 'relay')
      watch(`${plan.service}-outbox-age`, {
        description: `Events of ${plan.service} wait in its outbox, or its relay doesn't finish: is their carrier up?`,
        metric: highest(plan.service, 'oldestUnpublishedSeconds'),
        limit: { above: 300 },
        periods: 5,
        mustBeWritten: true,
      })
    const made = functions.get(id)
    if (made && unattended.includes(plan.trigger.kind))
      watch(`${id}-errors`, {
        description: `${id} fails again and again`,
        // SQS brings a failed batch back after three minutes: a shorter period would see every other one empty.
        metric: made.metricErrors({ period: fiveMinutes, statistic: 'Sum' }),
        limit: { above: 0 },
        periods: 2,
      })
  }
}
