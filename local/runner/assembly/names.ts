import { createHash } from 'node:crypto'

const longestName: Record<string, number> = {
  'AWS::Lambda::Function': 64,
  'AWS::SQS::Queue': 80,
  'AWS::S3::Bucket': 63,
  'AWS::Events::Rule': 64,
  'AWS::Scheduler::Schedule': 64,
  'AWS::IAM::Role': 64,
}

/** The property that gives a resource of this type its name, if the template wants to choose it. */
const nameProperty: Record<string, string> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Lambda::LayerVersion': 'LayerName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::ApiGateway::RestApi': 'Name',
  'AWS::ApiGateway::Model': 'Name',
}

export function namePropertyOf(type: string): string | undefined {
  return nameProperty[type]
}

/** A lower-case id like those AWS gives out, the same for the same resource on every start. */
export function stableId(text: string, length: number): string {
  const digest = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`).toString(36)
  return digest.slice(0, length)
}

/**
 * The physical name from stack and logical id. CloudFormation adds random characters; we don't, so that data kept by an
 * emulator finds its owner again after a restart.
 */
export function physicalName(type: string, stack: string, logicalId: string, suffix = ''): string {
  const longest = (longestName[type] ?? 255) - suffix.length
  const plain = `${stack}-${logicalId}`
  const fitting = plain.length <= longest ? plain : `${plain.slice(0, longest - 9)}-${stableId(plain, 8)}`
  return (type === 'AWS::S3::Bucket' ? fitting.toLowerCase() : fitting) + suffix
}
