import { type App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3'
import { newApi } from '../constructs/api.ts'
import { addApplication, type BuiltCode } from '../constructs/application.ts'
import { LocalEngines } from '../constructs/local-engines.ts'
import { functionId, functions } from '../functions.ts'
import { settings } from '../settings.ts'

/** The shop for one machine: engines run beside it, an emulator or the local runner plays AWS. */
export const localStack = (app: App, code: BuiltCode): Stack => {
  const stack = new Stack(app, 'korob-local', { description: 'Korob, an online shop: on one machine' })
  const api = newApi(stack, { stage: settings.local.stage, stageOptions: {}, accountLogRole: false })
  const application = addApplication(stack, {
    settings: settings.local,
    engines: new LocalEngines(stack),
    code,
    api,
    alarmActions: [],
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
    WebBucket: web.bucketName,
    TokenSecretArn: application.keys.token.secretArn,
    TrackingSecretArn: application.keys.tracking.secretArn,
  }
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value })
  return stack
}
