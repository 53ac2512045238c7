import type { Resource } from './resource.ts'

/** Types that the runner gives life to. */
const served = new Set([
  'AWS::ApiGateway::ApiKey',
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::UsagePlan',
  'AWS::ApiGateway::UsagePlanKey',
  'AWS::Events::Rule',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::S3::Bucket',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::Schedule',
  'AWS::SecretsManager::Secret',
])

/** Types that change nothing on one machine: permissions, networks, logs, alarms, names of versions. */
const accepted = [
  /^AWS::IAM::/,
  /^AWS::EC2::(?!Instance|LaunchTemplate)/,
  /^AWS::Logs::/,
  /^AWS::CloudWatch::/,
  /^AWS::XRay::/,
  /^AWS::KMS::/,
  /^AWS::CDK::Metadata$/,
  /^AWS::ApiGateway::Account$/,
  /^AWS::Lambda::(Permission|Version|Alias)$/,
  /^AWS::SQS::QueuePolicy$/,
  /^AWS::SNS::TopicPolicy$/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::SecretsManager::(ResourcePolicy|RotationSchedule|SecretTargetAttachment)$/,
  /^AWS::Scheduler::ScheduleGroup$/,
]

export type Support = { accepted: Map<string, number>; warnings: string[] }

/** Types that a user must know of, and what is done about them; `undefined` for all others. */
const explanations: [type: RegExp, what: string | undefined][] = [
  [/^(Custom::|AWS::CloudFormation::CustomResource$)/, 'custom resources are not run; invoke their function yourself'],
  [/^AWS::CloudFormation::Stack$/, 'nested stacks are not read; what they declare is missing'],
  [/^AWS::ApiGatewayV2::/, 'HTTP and WebSocket APIs are not served, only REST APIs'],
  [/^AWS::Lambda::Url$/, 'function URLs are not served; call the function by the Invoke API'],
  [/./, undefined],
]

/** Sorts out the resources that the runner doesn't serve: those that don't matter, and those a user must know of. */
export function checkSupport(resources: Resource[]): Support {
  const ignored = new Map<string, number>()
  const others = new Map<string, string[]>()
  for (const { type, stack, logicalId } of resources) {
    if (served.has(type)) continue
    if (accepted.some((pattern) => pattern.test(type))) ignored.set(type, (ignored.get(type) ?? 0) + 1)
    else others.set(type, [...(others.get(type) ?? []), `${stack}/${logicalId}`])
  }
  return { accepted: ignored, warnings: [...others].map(([type, names]) => warningOf(type, names)) }
}

function warningOf(type: string, names: string[]): string {
  const [, known] = explanations.find(([pattern]) => pattern.test(type)) ?? []
  const what = known ?? 'not emulated; its name and ARN can be referred to, but nothing answers there'
  return `${names.join(', ')} (${type}): ${what}`
}
