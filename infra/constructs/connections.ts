import type { ServiceName } from '@korob/platform/migrate'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { type FunctionPlan, functionId, functions as plans } from '../functions.ts'
import { readsTokens } from '../services.ts'
import type { AppSettings } from '../settings.ts'
import type { Engines } from './engines.ts'
import { grantFiles } from './files-bucket.ts'
import { databaseConnections } from './limits.ts'
import { grantSecret, type Keys } from './shared-secrets.ts'
import { sendByAws } from './sms-events.ts'

export interface ConnectProps {
  readonly settings: AppSettings
  readonly engines: Engines
  readonly keys: Keys
  readonly functions: ReadonlyMap<string, LambdaFunction>
  readonly files: IBucket
}

const find = (functions: ConnectProps['functions'], id: string): LambdaFunction => {
  const found = functions.get(id)
  if (!found) throw new Error(`there is no function ${id}: infra/functions.ts`)
  return found
}

/** The setting in which a caller finds a function of another service: FUNCTION_CATALOG_STOCK. */
const functionSetting = (id: string): string => `FUNCTION_${id}`.toUpperCase().replaceAll('-', '_')

const callable = (caller: LambdaFunction, setting: string, target: LambdaFunction): void => {
  caller.addEnvironment(setting, target.functionName)
  target.grantInvoke(caller)
}

const connectToOthers = (plan: FunctionPlan, handler: LambdaFunction, functions: ConnectProps['functions']): void => {
  for (const id of plan.calls ?? []) callable(handler, functionSetting(id), find(functions, id))
  const relay = plans.find(({ service, trigger }) => service === plan.service && trigger.kind === 'relay')
  // Whatever may write to the outbox wakes the relay.
  if (relay && plan.trigger.kind !== 'relay' && plan.database !== false)
    callable(handler, 'RELAY_FUNCTION', find(functions, functionId(relay)))
}

const connectToSecrets = (plan: FunctionPlan, handler: LambdaFunction, { engines, keys }: ConnectProps): void => {
  const secrets = new Set(plan.secrets)
  if (plan.trigger.kind === 'http' && readsTokens(plan.service, plan.name)) secrets.add('token')
  if (secrets.has('token')) grantSecret(handler, 'TOKEN_SECRET_ARN', keys.token)
  if (secrets.has('tracking')) grantSecret(handler, 'TRACKING_SECRET_ARN', keys.tracking)
  if (secrets.has('codes')) grantSecret(handler, 'CODES_SECRET_ARN', keys.codes)
  if (secrets.has('sms')) {
    grantSecret(handler, 'SMS_GATEWAY_SECRET_ARN', engines.smsGateway.secret)
    handler.addEnvironment('SMS_GATEWAY_URL', engines.smsGateway.url)
  }
  if (secrets.has('tracking') || secrets.has('sms')) handler.addEnvironment('PUBLIC_URL', engines.publicUrl)
}

const usesBroker = ({ trigger, broker }: FunctionPlan): boolean =>
  broker === true || trigger.kind === 'rabbitmq' || (trigger.kind === 'relay' && trigger.carriers.includes('rabbitmq'))

const limitCheckouts = (handler: LambdaFunction, { checkouts }: AppSettings): void => {
  handler.addEnvironment('CHECKOUTS_PER_CLIENT', String(checkouts.perClient))
  handler.addEnvironment('CHECKOUTS_PER_PHONE', String(checkouts.perPhone))
  handler.addEnvironment('CHECKOUTS_PER_CART', String(checkouts.perCart))
  handler.addEnvironment('UNFINISHED_CHECKOUTS_PER_PHONE', String(checkouts.unfinishedPerPhone))
}

const spareShoppers = (handler: LambdaFunction, { texts }: AppSettings): void => {
  handler.addEnvironment('SMS_NEWS_PER_HOUR', String(texts.newsPerHour))
  handler.addEnvironment('SMS_CODES_PER_HOUR', String(texts.codesPerHour))
  handler.addEnvironment('SMS_PER_SECOND', String(texts.perSecond))
  handler.addEnvironment('SMS_KEPT_DAYS', String(texts.keptDays))
  if (texts.quietHours) handler.addEnvironment('SMS_QUIET_HOURS', texts.quietHours)
}

/** Functions that look after trips. */
const watchesTrips: readonly string[] = ['delivery-dispatcher', 'delivery-expire-holds']

const watchTrips = (handler: LambdaFunction, { trips }: AppSettings): void => {
  handler.addEnvironment('TRIP_OVERDUE_MINUTES', String(trips.overdueMinutes))
  handler.addEnvironment('TRIP_SILENT_MINUTES', String(trips.silentMinutes))
  handler.addEnvironment('TRIP_START_MINUTES', String(trips.startMinutes))
}

/** Services that speak of days and hours, which are the shop's, not UTC's. */
const tellsTimes: readonly ServiceName[] = ['delivery', 'notifications']

/** Functions that tell whether an invitation still stands. */
const knowsStaff: readonly string[] = ['backend-account', 'backend-operator', 'backend-seed']

/** Gives a function the settings and permissions for what it uses, and no others. */
export const connect = (plan: FunctionPlan, props: ConnectProps): void => {
  const { settings, engines, functions } = props
  const handler = find(functions, functionId(plan))
  if (plan.database !== false) {
    engines.grantDatabase(handler, plan.service)
    handler.addEnvironment('DATABASE_POOL_MAX', String(databaseConnections(plan.trigger.kind)))
  }
  if (usesBroker(plan)) engines.grantBroker(handler)
  if (plan.search) engines.grantSearch(handler)
  if (plan.bucket) grantFiles(props.files, handler)
  connectToSecrets(plan, handler, props)
  connectToOthers(plan, handler, functions)
  if (plan.trigger.kind === 'http' && engines.originSecret)
    grantSecret(handler, 'ORIGIN_SECRET_ARN', engines.originSecret)
  if (plan.trigger.kind === 'http' && settings.corsOrigin) handler.addEnvironment('CORS_ORIGIN', settings.corsOrigin)
  if (functionId(plan) === 'backend-shop') limitCheckouts(handler, settings)
  if (knowsStaff.includes(functionId(plan))) handler.addEnvironment('INVITATION_DAYS', String(settings.invitationDays))
  if (plan.secrets?.includes('sms')) {
    handler.addEnvironment('SMS_FROM', settings.smsFrom)
    if (settings.smsGateway === 'aws') sendByAws(handler, settings.stage)
    spareShoppers(handler, settings)
  }
  if (watchesTrips.includes(functionId(plan))) watchTrips(handler, settings)
  if (tellsTimes.includes(plan.service)) handler.addEnvironment('SHOP_TIME_ZONE', settings.shopTimeZone)
}
