import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3'
import { type App, CfnOutput, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import { newApi } from '../constructs/api.ts'
import { type Application, addApplication, type BuiltCode } from '../constructs/application.ts'
import { LocalEngines } from '../constructs/local-engines.ts'
import { functionId, functions } from '../functions.ts'
import { settings } from '../settings.ts'
import { endpointsStack } from './endpoints.ts'

/** Waits that fault tests shorten; empty means the function's own figure. */
const waits = [
  { parameter: 'CheckoutLeaseMs', setting: 'CHECKOUT_LEASE_MS', service: 'backend' },
  { parameter: 'SmsLeaseMs', setting: 'SMS_LEASE_MS', service: 'notifications' },
  { parameter: 'SmsSettleMs', setting: 'SMS_SETTLE_MS', service: 'notifications' },
] as const

const addWaits = (stack: Stack, made: Application['functions']): void => {
  for (const { parameter, setting, service } of waits) {
    const { valueAsString } = new CfnParameter(stack, parameter, { default: '', description: `${service}: ${setting}` })
    for (const plan of functions.filter((one) => one.service === service && one.database !== false))
      made.get(functionId(plan))?.addEnvironment(setting, valueAsString)
  }
}

/** The shop for one machine: engines run beside it, an emulator or the local runner plays AWS. */
export const localStack = (app: App, code: BuiltCode): Stack => {
  const stack = new Stack(app, 'korob-local', { description: 'Korob, an online shop: on one machine' })
  // LocalStack's free edition has no authorizers, and can't deploy a stack with one.
  const authorizer = app.node.tryGetContext('authorizer') !== 'none'
  const { stage, corsOrigin } = settings.local
  const api = newApi(stack, { stage, accountLogRole: false })
  const application = addApplication(stack, {
    settings: settings.local,
    engines: new LocalEngines(stack),
    code,
    alarmActions: [],
    authorizer,
  })
  addWaits(stack, application.functions)
  endpointsStack(app, {
    name: 'korob-local-api',
    description: 'Korob, an online shop: its endpoints on one machine',
    routes: { api, stage, stageOptions: {}, corsOrigin, ...application },
  })
  const web = new Bucket(stack, 'web', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    removalPolicy: RemovalPolicy.DESTROY,
  })

  const nameOf = (id: string): string => application.functions.get(id)?.functionName ?? ''
  const seeds = functions.filter(({ name }) => name === 'seed').map((plan) => nameOf(functionId(plan)))
  const outputs = {
    ApiUrl: api.url,
    ProvisionFunction: application.provision.functionName,
    SeedFunctions: seeds.join(','),
    SearchIndexFunction: nameOf('catalog-search-index'),
    MessagesFunction: nameOf('backend-messages'),
    WebBucket: web.bucketName,
    TokenSecretArn: application.keys.token.secretArn,
    TrackingSecretArn: application.keys.tracking.secretArn,
  }
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value })
  return stack
}
