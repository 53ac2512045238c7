import { AccessLogFormat, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigateway'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib/core'
import { Trigger } from 'aws-cdk-lib/triggers'
import { alarmTopic, watcher } from '../constructs/alarms.ts'
import { newApi } from '../constructs/api.ts'
import { addApplication, type BuiltCode } from '../constructs/application.ts'
import { watchApplication } from '../constructs/application-alarms.ts'
import { CloudEngines } from '../constructs/cloud-engines.ts'
import { addDatabaseProxy, targetAfter } from '../constructs/database-proxy.ts'
import { addEdge, type Edge } from '../constructs/edge.ts'
import { watchEngines } from '../constructs/engine-alarms.ts'
import { retentionOf } from '../constructs/shop-function.ts'
import type { CloudSettings } from '../settings.ts'
import type { Data } from './data.ts'
import { endpointsStack } from './endpoints.ts'
import type { Network } from './network.ts'

/** Functions, queues and the address shoppers use; the endpoints below it in a stack of their own. */
export const shopStack = (app: App, settings: CloudSettings, network: Network, data: Data, code: BuiltCode): Edge => {
  const stack = new Stack(app, `korob-${settings.stage}-app`, {
    env: { region: settings.region },
    description: `Korob, an online shop: ${settings.stage}`,
  })
  const api = newApi(stack, { stage: settings.stage, accountLogRole: true })
  const edge = addEdge(stack, settings, api)
  const alarms = alarmTopic(stack, settings.alarmEmail)
  const proxy = addDatabaseProxy(stack, network, data)
  const engines = new CloudEngines(stack, { settings, network, data, proxy, edge })
  const application = addApplication(stack, {
    settings,
    engines,
    code,
    alarmActions: [alarms],
  })
  const watch = watcher(stack, alarms)
  watchApplication(watch, settings.stage, api.restApiName, application.functions)
  watchEngines(watch, settings, data)

  // Schemas and queues are brought to this release before any function of it runs; if that fails, none is switched.
  const provisioning = new Trigger(stack, 'provisioning', {
    handler: application.provision,
    timeout: Duration.minutes(10),
    executeBefore: [...application.functions.values()],
  })
  targetAfter(proxy, provisioning)

  endpointsStack(app, {
    name: `korob-${settings.stage}-api`,
    description: `Korob, an online shop: endpoints of ${settings.stage}`,
    region: settings.region,
    routes: {
      api,
      stage: settings.stage,
      corsOrigin: settings.corsOrigin,
      ...application,
      stageOptions: {
        tracingEnabled: settings.tracing,
        throttlingRateLimit: 500,
        throttlingBurstLimit: 1000,
        accessLogDestination: new LogGroupLogDestination(
          new LogGroup(stack, 'api-log', { retention: retentionOf(settings) }),
        ),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      },
    },
  })

  new CfnOutput(stack, 'PublicUrl', { value: edge.publicUrl })
  new CfnOutput(stack, 'SearchIndexFunction', {
    value: application.functions.get('catalog-search-index')?.functionName ?? '',
  })
  new CfnOutput(stack, 'MessagesFunction', {
    value: application.functions.get('backend-messages')?.functionName ?? '',
  })
  new CfnOutput(stack, 'SmsSecretArn', { value: engines.smsGateway.secret.secretArn })
  return edge
}
