import { describe, expect, it } from 'vitest'
import { type Resource, resourcesOf, synthesize } from '../support/synthesize.ts'

interface Statement {
  readonly Action: string | string[]
  readonly Resource: unknown
}

// What AWS grants on everything or not at all.
const onEverything = new Set([
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
])

/** CDK's own functions, which are there for a deployment only. */
const ofCdk = (path: string): boolean => /\/(Custom::|AWSCDK\.Trigger)/.test(path)
const cdksOnEverything = new Set(['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'])

const managed = /service-role\/(AWSLambdaENIManagementAccess|AmazonAPIGatewayPushToCloudWatchLogs)"/

const pathOf = ({ Metadata }: Resource): string => String(Metadata?.['aws:cdk:path'])

describe.each(['local', 'dev', 'prod'] as const)('permissions in stage %s', (stage) => {
  const templates = [...synthesize(stage).values()]
  const all = (type: string) => templates.flatMap((template) => resourcesOf(template, type))

  it('name their actions, and their resources wherever AWS can tell them apart', () => {
    const policies = [...all('AWS::IAM::Policy'), ...all('AWS::IAM::Role')].flatMap(([, resource]) => {
      const { PolicyDocument, Policies = [] } = resource.Properties
      const documents = [PolicyDocument, ...Policies.map((one: Resource['Properties']) => one.PolicyDocument)]
      return documents
        .filter(Boolean)
        .map(({ Statement }) => ({ path: pathOf(resource), statements: Statement as Statement[] }))
    })
    expect(policies.length).toBeGreaterThan(20)
    for (const { path, statements } of policies)
      for (const { Action, Resource } of statements)
        for (const action of [Action].flat()) {
          // Not a service whole either: "s3:*".
          expect(action, path).not.toMatch(/^(\*|[a-z0-9-]+:\*)$/)
          const allowed = onEverything.has(action) || (ofCdk(path) && cdksOnEverything.has(action))
          if (!allowed) expect([Resource].flat(), `${path}: ${action}`).not.toContain('*')
        }
  })

  it('come from no policy of AWS but those for networks and logs', () => {
    for (const [, role] of all('AWS::IAM::Role'))
      for (const policy of role.Properties.ManagedPolicyArns ?? [])
        if (!ofCdk(pathOf(role))) expect(JSON.stringify(policy), pathOf(role)).toMatch(managed)
  })
})
