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

/** Types that change nothing on one machine: permissions, logs, alarms, names of versions. */
const accepted = [
  /^AWS::IAM::/,
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

/** Sorts out the resources that the runner doesn't serve: those that don't matter, and those a user must know of. */
export function checkSupport(resources: Resource[]): Support {
  const found: Support = { accepted: new Map(), warnings: [] }
  for (const { type, stack, logicalId } of resources) {
    if (served.has(type)) continue
    if (accepted.some((pattern) => pattern.test(type))) {
      found.accepted.set(type, (found.accepted.get(type) ?? 0) + 1)
    } else if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') {
      found.warnings.push(
        `${stack}/${logicalId} (${type}): custom resources are not run; invoke their function yourself`,
      )
    } else {
      found.warnings.push(`${stack}/${logicalId}: ${type} is not emulated`)
    }
  }
  return found
}
