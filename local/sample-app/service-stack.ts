import { join } from 'node:path'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as events from 'aws-cdk-lib/aws-events'
import * as targets from 'aws-cdk-lib/aws-events-targets'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { DataStack } from './data-stack.ts'

const folder = import.meta.dirname

/** Functions, their API and what starts them. */
export class ServiceStack extends Stack {
  readonly #layer: lambda.LayerVersion
  readonly #variables: Record<string, string>

  constructor(scope: Construct, id: string, { data }: { data: DataStack }) {
    super(scope, id)
    const city = new CfnParameter(this, 'City', { type: 'String', default: 'Sample Town' })
    this.#layer = new lambda.LayerVersion(this, 'Greetings', { code: lambda.Code.fromAsset(join(folder, 'layer')) })
    this.#variables = {
      CITY: city.valueAsString,
      SECRET_ARN: data.secret.secretArn,
      PARAMETER_NAME: data.parameter.parameterName,
      JOBS_URL: data.jobs.queueUrl,
      TOPIC_ARN: data.topic.topicArn,
      BUCKET: data.bucket.bucketName,
      USERNAME: data.secret.secretValueFromJson('username').unsafeUnwrap(),
    }
    const probe = this.#function('Probe', { timeout: Duration.minutes(1) })
    const service = this.#function('Service', { timeout: Duration.minutes(2) })
    this.#function('Hasty', { handler: 'service.handler', timeout: Duration.seconds(2) })
    const single = this.#function('Single', { reservedConcurrentExecutions: 1, timeout: Duration.minutes(2) })
    const modern = this.#function('Modern')
    this.#function('Legacy', { runtime: lambda.Runtime.NODEJS_22_X })
    this.#function('Callback')
    this.#asynchronous(data)
    this.#consumers(data)
    this.#schedule(probe)
    this.#api(probe, service, single, modern)
  }

  #function(name: string, settings: Partial<lambda.FunctionProps> = {}): lambda.Function {
    return new lambda.Function(this, name, {
      runtime: lambda.Runtime.NODEJS_24_X,
      code: lambda.Code.fromAsset(join(folder, 'functions')),
      handler: `${name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase()}.handler`,
      layers: [this.#layer],
      timeout: Duration.seconds(10),
      environment: this.#variables,
      ...settings,
    })
  }

  #asynchronous(data: DataStack): void {
    this.#function('AsyncFailing', {
      handler: 'failing.handler',
      onFailure: new SqsDestination(data.failures),
      retryAttempts: 2,
    })
    this.#function('AsyncDeadLetter', { handler: 'failing.handler', deadLetterQueue: data.failures, retryAttempts: 0 })
  }

  #consumers(data: DataStack): void {
    this.#function('Worker', { timeout: Duration.seconds(4) }).addEventSource(
      new SqsEventSource(data.jobs, { batchSize: 5, reportBatchItemFailures: true, maxConcurrency: 2 }),
    )
    const kinds = { kind: lambda.FilterRule.isEqual('wanted'), size: [{ numeric: ['>', 1] }] }
    this.#function('Chooser', { handler: 'worker.handler' }).addEventSource(
      new SqsEventSource(data.filteredJobs, { filters: [lambda.FilterCriteria.filter({ body: kinds })] }),
    )
    this.#function('Batch').addEventSource(
      new SqsEventSource(data.slowJobs, { batchSize: 100, maxBatchingWindow: Duration.seconds(1) }),
    )
    const listener = this.#function('Listener')
    const resource = listener.node.defaultChild as lambda.CfnFunction
    resource.addMetadata('korob:RabbitMq', [{ queue: 'sample.events', batchSize: 10, windowMs: 100 }])
  }

  #schedule(probe: lambda.Function): void {
    new events.Rule(this, 'Nightly', {
      schedule: events.Schedule.cron({ minute: '0', hour: '3' }),
      targets: [new targets.LambdaFunction(probe, { event: events.RuleTargetInput.fromObject({ action: 'nightly' }) })],
    })
    new events.Rule(this, 'EveryMinute', {
      schedule: events.Schedule.rate(Duration.minutes(1)),
      targets: [new targets.LambdaFunction(probe)],
    })
  }

  #api(probe: lambda.Function, service: lambda.Function, single: lambda.Function, modern: lambda.Function): void {
    const api = new apigateway.RestApi(this, 'Api', {
      deployOptions: { stageName: 'local', variables: { colour: 'blue' } },
      binaryMediaTypes: ['image/png', 'application/octet-stream'],
      defaultCorsPreflightOptions: {
        allowOrigins: ['https://shop.example'],
        allowHeaders: ['Authorization', 'Content-Type'],
        maxAge: Duration.minutes(10),
      },
    })
    api.addGatewayResponse('Errors4xx', {
      type: apigateway.ResponseType.DEFAULT_4XX,
      responseHeaders: { 'Access-Control-Allow-Origin': "'https://shop.example'" },
    })
    const token = new apigateway.TokenAuthorizer(this, 'Token', {
      handler: this.#function('Authorizer'),
      validationRegex: '^Bearer .+',
      resultsCacheTtl: Duration.minutes(5),
    })
    const request = new apigateway.RequestAuthorizer(this, 'Request', {
      handler: this.#function('RequestAuthorizer', { handler: 'authorizer.handler' }),
      identitySources: [apigateway.IdentitySource.header('X-Key'), apigateway.IdentitySource.queryString('tenant')],
      resultsCacheTtl: Duration.seconds(0),
    })
    const to = (target: lambda.Function, options?: apigateway.LambdaIntegrationOptions) =>
      new apigateway.LambdaIntegration(target, options)
    const items = api.root.addResource('items')
    items.addMethod('GET', to(probe))
    items.addMethod('POST', to(probe))
    const item = items.addResource('{id}')
    item.addMethod('GET', to(probe))
    item.addMethod('DELETE', to(probe))
    items.addResource('special').addMethod('GET', to(probe))
    api.root.addResource('files').addResource('{path+}').addMethod('ANY', to(probe))
    const behave = api.root.addResource('behave')
    behave.addMethod('POST', to(service))
    behave.addMethod('PUT', to(service, { timeout: Duration.seconds(1) }))
    api.root.addResource('single').addMethod('POST', to(single))
    api.root.addResource('modern').addMethod('GET', to(modern))
    api.root.addResource('private').addMethod('ANY', to(probe), { authorizer: token })
    api.root.addResource('keyed').addMethod('GET', to(probe), { authorizer: request })
    const live = new lambda.Alias(this, 'Live', { aliasName: 'live', version: probe.currentVersion })
    api.root.addResource('aliased').addMethod('GET', new apigateway.LambdaIntegration(live))
    this.#guardedMethods(api, to(probe))
    new CfnOutput(this, 'ApiAddress', { value: api.url })
  }

  /** Methods that API Gateway itself refuses: without a key, or for what the request lacks. */
  #guardedMethods(api: apigateway.RestApi, probe: apigateway.Integration): void {
    api.root.addResource('metered').addMethod('GET', probe, { apiKeyRequired: true })
    const plan = api.addUsagePlan('Plan', { apiStages: [{ stage: api.deploymentStage }] })
    plan.addApiKey(api.addApiKey('Key', { value: 'a-key-that-everybody-may-know' }))
    api.addGatewayResponse('Keyless', {
      type: apigateway.ResponseType.INVALID_API_KEY,
      statusCode: '402',
      responseHeaders: { 'X-Who': 'method.request.header.X-Who', 'X-Path': 'context.path', 'X-Fixed': "'yes'" },
      templates: {
        'application/problem+json': '{"title":$context.error.messageString,"colour":"$stageVariables.colour"}',
      },
    })
    const amount = api.addModel('Amount', {
      schema: { type: apigateway.JsonSchemaType.NUMBER, minimum: 0, exclusiveMinimum: true },
    })
    const order = api.addModel('Order', {
      schema: {
        type: apigateway.JsonSchemaType.OBJECT,
        properties: {
          amount: { ref: `https://apigateway.amazonaws.com/restapis/${api.restApiId}/models/${amount.modelId}` },
        },
        required: ['amount'],
      },
    })
    api.root.addResource('validated').addMethod('POST', probe, {
      requestModels: { 'application/json': order },
      requestParameters: { 'method.request.querystring.page': true, 'method.request.header.X-Needed': true },
      requestValidatorOptions: { validateRequestBody: true, validateRequestParameters: true },
    })
  }
}
