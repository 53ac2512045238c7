import type { Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { scheduledIn } from '../../tests/support/scheduled-functions.ts'
import { functionId, functions } from '../functions.ts'
import { endpoints, needsAuthorizer } from '../services.ts'
import { type Resource, resourcesOf, synthesize } from '../support/synthesize.ts'

let template: Template
let endpointsTemplate: Template
const all = (type: string) => [template, endpointsTemplate].flatMap((one) => resourcesOf(one, type))
const pathOf = ({ Metadata }: Resource): string => String(Metadata?.['aws:cdk:path'])

beforeAll(() => {
  const templates = synthesize('local')
  template = templates.get('korob-local')!
  endpointsTemplate = templates.get('korob-local-api')!
})

/** The path of each API resource, from the tree of their parts. */
const apiPaths = (): Map<string, string> => {
  const resources = new Map(all('AWS::ApiGateway::Resource'))
  const path = (id: string): string => {
    const { PathPart, ParentId } = resources.get(id)!.Properties
    return `${ParentId.Ref ? path(ParentId.Ref) : ''}/${PathPart}`
  }
  return new Map([...resources.keys()].map((id) => [id, path(id)]))
}

const methods = () => {
  const paths = apiPaths()
  return all('AWS::ApiGateway::Method').map(([, { Properties }]) => ({
    endpoint: `${Properties.HttpMethod} ${paths.get(Properties.ResourceId.Ref)}`,
    authorization: Properties.AuthorizationType as string,
    integration: Properties.Integration.Type as string,
  }))
}

describe('the local stack', () => {
  it('has a method for every route, behind the authorizer where a role is required', () => {
    const proxies = methods().filter(({ integration }) => integration === 'AWS_PROXY')
    const expected = endpoints.map((endpoint) => ({
      endpoint: `${endpoint.route.method} ${endpoint.route.path}`,
      authorization: needsAuthorizer(endpoint) ? 'CUSTOM' : 'NONE',
      integration: 'AWS_PROXY',
    }))
    const byEndpoint = (a: { endpoint: string }, b: { endpoint: string }) => a.endpoint.localeCompare(b.endpoint)
    expect(proxies.sort(byEndpoint)).toEqual(expected.sort(byEndpoint))
  })

  it('has schedules for what its functions say, and a tick of the tests runs them all', () => {
    const paths = new Map(all('AWS::Lambda::Function').map(([id, resource]) => [id, pathOf(resource)]))
    const run = new Set(scheduledIn(template.toJSON() as Parameters<typeof scheduledIn>[0]))
    const planned = functions.filter(({ trigger }) => ['relay', 'schedule', 'job'].includes(trigger.kind))
    expect([...run].map((id) => paths.get(id)?.split('/').at(-2)).sort()).toEqual(planned.map(functionId).sort())
  })

  it('answers preflights on every path', () => {
    const preflights = methods().filter(({ integration }) => integration === 'MOCK')
    expect(new Set(preflights.map(({ endpoint }) => endpoint))).toEqual(
      new Set(endpoints.map(({ route }) => `OPTIONS ${route.path}`)),
    )
  })

  it('lets API Gateway invoke each HTTP function by one permission', () => {
    const invokers = all('AWS::Lambda::Permission').filter(
      ([, { Properties }]) => Properties.Principal === 'apigateway.amazonaws.com',
    )
    const http = functions.filter(({ trigger }) => trigger.kind === 'http').length
    expect(invokers).toHaveLength(http + 1)
  })

  it('gives every function a log group and a role that no other has', () => {
    const made = all('AWS::Lambda::Function').map(([, { Properties }]) => Properties)
    expect(made).toHaveLength(functions.length + 1)
    expect(new Set(made.map(({ Role }) => Role['Fn::GetAtt'][0])).size).toBe(made.length)
    expect(new Set(made.map(({ LoggingConfig }) => LoggingConfig.LogGroup.Ref)).size).toBe(made.length)
    for (const [, { Properties }] of all('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBeGreaterThan(0)
  })

  it('gives every queue that is worked a dead-letter queue with an alarm', () => {
    const queues = all('AWS::SQS::Queue')
    const worked = queues.filter(([, { Properties }]) => Properties.RedrivePolicy)
    const alarmed = all('AWS::CloudWatch::Alarm').map(
      ([, { Properties }]) => Properties.Dimensions[0].Value['Fn::GetAtt'][0],
    )
    const deadLetters = worked.map(([, { Properties }]) => {
      expect(Properties.RedrivePolicy.maxReceiveCount).toBe(28)
      return Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]
    })
    expect(worked).toHaveLength(5)
    expect(deadLetters.sort()).toEqual(alarmed.sort())
    expect(queues.map(([id]) => id).sort()).toEqual([...worked.map(([id]) => id), ...deadLetters].sort())
  })

  it("hides a queue's message for six times its function's limit, and takes partial batch answers", () => {
    const made = new Map(all('AWS::Lambda::Function'))
    const queues = new Map(all('AWS::SQS::Queue'))
    const mappings = all('AWS::Lambda::EventSourceMapping')
    expect(mappings).toHaveLength(5)
    for (const [, { Properties }] of mappings) {
      const queue = queues.get(Properties.EventSourceArn['Fn::GetAtt'][0])!
      const { Timeout } = made.get(Properties.FunctionName.Ref)!.Properties
      expect(queue.Properties.VisibilityTimeout).toBe(6 * Timeout)
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
    }
  })

  it('subscribes each consumer to just its events, delivered raw', () => {
    const filters = all('AWS::SNS::Subscription').map(([, { Properties }]) => {
      expect(Properties.RawMessageDelivery).toBe(true)
      return Properties.FilterPolicy.type
    })
    expect(filters.sort()).toEqual([
      ['order.confirmed', 'order.cancelled', 'order.paid', 'order.links_revoked', 'order.anonymised'],
      ['order.placed', 'order.changed', 'order.cancelled', 'order.returned'],
      ['stock.confirmed', 'stock.rejected'],
    ])
  })

  it('names RabbitMQ mappings in the metadata of their functions', () => {
    const mapped = all('AWS::Lambda::Function')
      .filter(([, { Metadata }]) => Metadata?.['korob:RabbitMq'])
      .map(([, resource]) => [pathOf(resource).split('/')[1], resource.Metadata?.['korob:RabbitMq']])
    const expected = functions.flatMap((plan) =>
      plan.trigger.kind === 'rabbitmq'
        ? [[functionId(plan), [{ queue: plan.trigger.queue, batchSize: 100, windowMs: 500 }]]]
        : [],
    )
    expect(mapped.sort()).toEqual(expected.sort())
  })

  it('runs relays, schedules and jobs every minute, a failed hint is not repeated', () => {
    const scheduled = functions.filter(({ trigger }) => ['relay', 'schedule', 'job'].includes(trigger.kind))
    const rules = all('AWS::Events::Rule').filter(
      ([, { Properties }]) => Properties.ScheduleExpression === 'rate(1 minute)',
    )
    expect(rules).toHaveLength(scheduled.length)
    const configs = all('AWS::Lambda::EventInvokeConfig')
    expect(configs).toHaveLength(scheduled.length)
    for (const [, { Properties }] of configs)
      expect(Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 })
  })

  it('takes the addresses and logins of its engines as parameters, passwords hidden', () => {
    const parameters = template.findParameters('*')
    const expected = [
      'DatabaseHost',
      'DatabasePort',
      'DatabaseName',
      'DatabaseAdminUser',
      'DatabaseAdminPassword',
      'RabbitMqUrl',
      'RabbitMqUser',
      'RabbitMqPassword',
      'OpenSearchUrl',
      'IndexPrefix',
      'SmsGatewayUrl',
      'SmsGatewayAccount',
      'SmsGatewayToken',
      'PublicUrl',
    ]
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining(expected))
    for (const name of ['DatabaseAdminPassword', 'RabbitMqPassword', 'SmsGatewayToken'])
      expect(parameters[name]).toMatchObject({ NoEcho: true })
  })

  it('has nothing that an emulator lacks', () => {
    const types = new Set(
      [template, endpointsTemplate].flatMap((one) =>
        Object.values(one.toJSON().Resources as Record<string, Resource>).map(({ Type }) => Type),
      ),
    )
    for (const type of types)
      expect(type).not.toMatch(/^AWS::(RDS|AmazonMQ|OpenSearchService|CloudFront|EC2)::|^Custom::/)
  })

  it('is released anew with whatever its endpoints become, once they are there', () => {
    const [[, deployment]] = resourcesOf(endpointsTemplate, 'AWS::ApiGateway::Deployment') as [[string, Resource]]
    const methodIds = resourcesOf(endpointsTemplate, 'AWS::ApiGateway::Method').map(([id]) => id)
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(methodIds))
    endpointsTemplate.resourceCountIs('AWS::ApiGateway::Stage', 1)
  })

  it('outputs what set-up needs', () => {
    const outputs = template.findOutputs('*')
    for (const name of ['ApiUrl', 'ProvisionFunction', 'SeedFunctions', 'WebBucket', 'TokenSecretArn'])
      expect(Object.keys(outputs)).toContain(name)
  })

  it('attaches the layer to every function, or none when the platform is inlined', () => {
    for (const [, { Properties }] of all('AWS::Lambda::Function')) expect(Properties.Layers).toHaveLength(1)
    const inline = synthesize('local', 'inline').get('korob-local')!
    inline.resourceCountIs('AWS::Lambda::LayerVersion', 0)
    for (const [, { Properties }] of resourcesOf(inline, 'AWS::Lambda::Function'))
      expect(Properties.Layers).toBeUndefined()
  })

  it('can do without an authorizer, where an emulator has none', () => {
    const open = synthesize('local', 'layer', { authorizer: 'none' })
    open.get('korob-local')!.resourceCountIs('AWS::ApiGateway::Authorizer', 0)
    const methods = resourcesOf(open.get('korob-local-api')!, 'AWS::ApiGateway::Method')
    expect(methods.length).toBeGreaterThan(endpoints.length)
    for (const [, { Properties }] of methods) expect(Properties.AuthorizationType).toBe('NONE')
  })
})
