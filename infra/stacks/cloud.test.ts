import { Match, type Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { provisionId } from '../build/paths.ts'
import { contentSecurityPolicy } from '../constructs/content-security.ts'
import { functionId, functions } from '../functions.ts'
import { settings } from '../settings.ts'
import { type Resource, resourcesOf, synthesize } from '../support/synthesize.ts'

describe.each(['dev', 'prod'] as const)('stage %s', (stage) => {
  const templates = synthesize(stage)
  const stack = (name: string): Template => templates.get(`korob-${stage}-${name}`)!
  const app = stack('app')
  const functionNamed = (id: string): Resource =>
    resourcesOf(app, 'AWS::Lambda::Function').find(([, { Metadata }]) =>
      String(Metadata?.['aws:cdk:path']).endsWith(`/${id}/Resource`),
    )![1]

  it('has its data, functions, endpoints and page in stacks of their own, each well below the limit of 500 resources', () => {
    expect([...templates.keys()]).toEqual(
      ['network', 'data', 'app', 'api', 'web'].map((name) => `korob-${stage}-${name}`),
    )
    const counts = [...templates.values()].map((template) => Object.keys(template.toJSON().Resources).length)
    // A function is seven of them, an endpoint two.
    expect(Math.max(...counts)).toBeLessThan(440)
  })

  it("says to browsers what the page may load, by the stage's settings", () => {
    const [[, policy] = []] = resourcesOf(app, 'AWS::CloudFront::ResponseHeadersPolicy')
    const { region, mapTiles } = settings[stage]
    expect(policy?.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy).toEqual({
      ContentSecurityPolicy: contentSecurityPolicy(region, mapTiles),
      Override: true,
    })
  })

  it('maps every RabbitMQ queue that is consumed to its function, as Amazon MQ wants it', () => {
    const mappings = resourcesOf(app, 'AWS::Lambda::EventSourceMapping').filter(
      ([, { Properties }]) => Properties.Queues,
    )
    const queues = functions.flatMap(({ trigger }) => (trigger.kind === 'rabbitmq' ? [trigger.queue] : []))
    expect(mappings.map(([, { Properties }]) => Properties.Queues[0]).sort()).toEqual(queues.sort())
    for (const [, { Properties }] of mappings)
      expect(Properties.SourceAccessConfigurations).toMatchObject([
        { Type: 'BASIC_AUTH' },
        { Type: 'VIRTUAL_HOST', URI: '/' },
      ])
  })

  it('provisions before any function is switched', () => {
    const triggers = resourcesOf(app, 'Custom::Trigger')
    expect(triggers).toHaveLength(1)
    const [provisioning] = triggers[0]!
    const made = resourcesOf(app, 'AWS::Lambda::Function').filter(([, { Metadata }]) =>
      functions.some((plan) => String(Metadata?.['aws:cdk:path']).endsWith(`/${functionId(plan)}/Resource`)),
    )
    expect(made).toHaveLength(functions.length)
    for (const [id, { DependsOn }] of made) expect(DependsOn, id).toContain(provisioning)
  })

  it("makes the services' roles before the proxy signs in as them, and its target before who connects to it", () => {
    const [provisioning] = resourcesOf(app, 'Custom::Trigger')[0]!
    const targets = resourcesOf(app, 'AWS::RDS::DBProxyTargetGroup')
    expect(targets).toHaveLength(1)
    const [target, { DependsOn }] = targets[0]!
    expect(DependsOn).toContain(provisioning)
    for (const plan of functions.filter(({ database }) => database !== false))
      expect(functionNamed(functionId(plan)).DependsOn, functionId(plan)).toContain(target)
    const { Properties } = functionNamed(provisionId)
    expect(JSON.stringify(Properties.Environment.Variables.DATABASE_HOST)).toMatch(
      /ImportValue.*database.*EndpointAddress/,
    )
  })

  it('has subnets of each kind in every zone it is said to have', () => {
    const subnets = resourcesOf(stack('network'), 'AWS::EC2::Subnet').map(([, { Properties }]) => Properties)
    const { availabilityZones } = settings[stage].network
    const zones = Map.groupBy(subnets, ({ AvailabilityZone }) => AvailabilityZone['Fn::Select'][0])
    expect([...zones.keys()]).toEqual(Array.from({ length: availabilityZones }, (_, index) => index))
    for (const inZone of zones.values()) expect(inZone).toHaveLength(3)
  })

  it('can be removed again where data are not to be kept, and only there', () => {
    const { keepData } = settings[stage]
    const buckets = resourcesOf(app, 'AWS::S3::Bucket')
    expect(buckets).toHaveLength(2)
    app.resourceCountIs('Custom::S3AutoDeleteObjects', keepData ? 0 : 2)
    app.allResources('AWS::S3::Bucket', { DeletionPolicy: keepData ? 'Retain' : 'Delete' })
    stack('data').hasResourceProperties('AWS::RDS::DBInstance', { DeletionProtection: keepData })
  })

  it('lets four functions at files, keeps them private, and none for ever', () => {
    const [, files] = resourcesOf(app, 'AWS::S3::Bucket').find(([, { Metadata }]) =>
      String(Metadata?.['aws:cdk:path']).endsWith('/files/Resource'),
    )!
    expect(files.Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: expect.anything(),
      LifecycleConfiguration: {
        Rules: [
          { Prefix: 'imports/', ExpirationInDays: 7 },
          { Prefix: 'reports/', ExpirationInDays: 7 },
          { Prefix: 'exports/', ExpirationInDays: 7 },
          { Prefix: 'proofs/', ExpirationInDays: 90 },
          { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        ],
      },
    })
    const told = functions.filter(
      (plan) => functionNamed(functionId(plan)).Properties.Environment.Variables.FILES_BUCKET !== undefined,
    )
    expect(told.map(functionId)).toEqual([
      'catalog-operator',
      'catalog-work-files',
      'delivery-courier',
      'delivery-operator',
    ])
  })

  it('lets functions into the database by their role, through the proxy, over TLS', () => {
    for (const plan of functions.filter(({ database }) => database !== false)) {
      const { Variables } = functionNamed(functionId(plan)).Properties.Environment
      expect(Variables).toMatchObject({ DATABASE_USER: plan.service, DATABASE_TLS: 'require' })
      expect(Variables).not.toHaveProperty('DATABASE_SECRET_ARN')
    }
    app.hasResourceProperties('AWS::RDS::DBProxy', {
      RequireTLS: true,
      Auth: Match.arrayWith([Match.objectLike({ IAMAuth: 'REQUIRED' })]),
    })
  })

  it('keeps engines away from the internet', () => {
    const data = stack('data')
    data.hasResourceProperties('AWS::RDS::DBInstance', { PubliclyAccessible: false, StorageEncrypted: true })
    data.hasResourceProperties('AWS::AmazonMQ::Broker', { PubliclyAccessible: false, EngineType: 'RABBITMQ' })
    data.hasResourceProperties('AWS::OpenSearchService::Domain', {
      VPCOptions: Match.anyValue(),
      DomainEndpointOptions: Match.objectLike({ EnforceHTTPS: true }),
    })
    for (const [id, { Properties }] of resourcesOf(data, 'AWS::EC2::SecurityGroup'))
      for (const rule of Properties.SecurityGroupIngress ?? []) expect(rule.CidrIp, id).toBeUndefined()
  })

  it("serves the page's own paths from S3 and leaves the API's alone", () => {
    const [, { Properties }] = resourcesOf(app, 'AWS::CloudFront::Distribution')[0]!
    const { DefaultCacheBehavior, CacheBehaviors } = Properties.DistributionConfig
    const functionOf = (behaviour: Resource['Properties']): string =>
      behaviour.FunctionAssociations[0].FunctionARN['Fn::GetAtt'][0]
    expect(functionOf(DefaultCacheBehavior)).toMatch(/^deeplinks/)
    expect(CacheBehaviors).toHaveLength(1)
    expect(CacheBehaviors[0].PathPattern).toBe('/api/*')
    expect(functionOf(CacheBehaviors[0])).toMatch(/^clientaddress/)
  })
})

describe('stage prod', () => {
  const data = synthesize('prod').get('korob-prod-data')!

  it('survives the loss of a zone and of the stack', () => {
    data.hasResource('AWS::RDS::DBInstance', {
      DeletionPolicy: 'Snapshot',
      Properties: { MultiAZ: true, DeletionProtection: true },
    })
    data.hasResourceProperties('AWS::AmazonMQ::Broker', { DeploymentMode: 'CLUSTER_MULTI_AZ' })
    data.hasResourceProperties('AWS::OpenSearchService::Domain', {
      ClusterConfig: Match.objectLike({ ZoneAwarenessEnabled: true }),
    })
  })
})
