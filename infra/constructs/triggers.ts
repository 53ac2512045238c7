import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Duration } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { type FunctionPlan, functionId } from '../functions.ts'
import type { AppSettings } from '../settings.ts'
import type { Engines } from './engines.ts'
import { type Messaging, publishAs, subscribe } from './messaging.ts'
import { bringSmsEvents } from './sms-events.ts'

export interface TriggerProps {
  readonly settings: AppSettings
  readonly engines: Engines
  readonly messaging: Messaging
  readonly functions: ReadonlyMap<string, LambdaFunction>
  readonly alarmActions: readonly IAlarmAction[]
}

const every = (
  scope: Construct,
  id: string,
  interval: Duration,
  handler: LambdaFunction,
  input?: Readonly<Record<string, unknown>>,
): void => {
  const target = new LambdaTarget(handler, {
    ...(input && { event: RuleTargetInput.fromObject(input) }),
    // The next one comes anyway.
    retryAttempts: 0,
    maxEventAge: Duration.minutes(1),
  })
  new Rule(scope, id, { schedule: Schedule.rate(interval), targets: [target] })
}

/** Has a function started by what its plan says; routes are the API's part. */
export const trigger = (scope: Construct, plan: FunctionPlan, props: TriggerProps): void => {
  const { settings, engines, messaging, functions, alarmActions } = props
  const id = functionId(plan)
  const handler = functions.get(id)
  if (!handler) throw new Error(`there is no function ${id}`)
  switch (plan.trigger.kind) {
    case 'events':
      subscribe(scope, messaging, plan, handler, { alarmActions, concurrency: settings.queueConcurrency })
      break
    case 'index':
      // One `_bulk` for many documents: a second's wait makes a batch of what an import or a sale touches.
      messaging[plan.trigger.bulk ? 'indexBulk' : 'index'].workedBy(handler, {
        batchSize: 100,
        window: Duration.seconds(1),
        maxConcurrency: 2,
      })
      break
    case 'rabbitmq':
      engines.mapQueue(handler, { queue: plan.trigger.queue, batchSize: 100, windowMs: 500 })
      break
    case 'sms-events':
      if (settings.smsGateway === 'aws')
        messaging.workQueues.set('sms-events', bringSmsEvents(scope, handler, { stage: settings.stage, alarmActions }))
      break
    case 'relay':
      publishAs(messaging, plan, handler)
      every(scope, `${id}-schedule`, Duration.minutes(1), handler, { reason: 'schedule' })
      every(scope, `${id}-purge`, Duration.days(1), handler, { reason: 'schedule', purge: true })
      break
    case 'schedule':
    case 'job':
      every(scope, `${id}-schedule`, Duration.minutes(1), handler)
      break
    case 'http':
    case 'authorizer':
    case 'operations':
    case 'task':
      break
  }
}
