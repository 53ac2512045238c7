import { stableId } from './names.ts'
import { asText, type Json, type JsonObject } from './template.ts'

/** What a resource's Ref and attributes are computed from. */
export type Identity = {
  type: string
  stack: string
  logicalId: string
  name: string
  properties: JsonObject
  region: string
  accountId: string
  awsEndpoint: string
}

type TypeAttributes = {
  arn?: (id: Identity) => string
  ref?: (id: Identity) => Json
  attributes?: Record<string, (id: Identity) => Json>
}

const arn =
  (service: string, resource: (id: Identity) => string) =>
  (id: Identity): string =>
    `arn:aws:${service}:${id.region}:${id.accountId}:${resource(id)}`

const gatewayId =
  (length: number) =>
  (id: Identity): string =>
    stableId(`${id.stack}/${id.logicalId}`, length)

const byArn: TypeAttributes['ref'] = (id) => arnOf(id)

const queueUrl = (id: Identity): string => `${id.awsEndpoint}/${id.accountId}/${id.name}`

/** The ARN of a version or an alias, whose FunctionName is a name or an ARN. */
const qualifiedArn = (id: Identity, qualifier: string): string => {
  const name = (asText(id.properties.FunctionName) ?? '').split(':').at(-1) ?? ''
  return `${arn('lambda', () => `function:${name}`)(id)}:${qualifier}`
}

/** Secrets Manager adds six random characters to a secret's ARN; ours are the same on every start. */
const secretArn = arn('secretsmanager', (id) => `secret:${id.name}-${stableId(`${id.stack}/${id.logicalId}`, 6)}`)

const types: Record<string, TypeAttributes> = {
  'AWS::Lambda::Function': { arn: arn('lambda', (id) => `function:${id.name}`) },
  'AWS::Lambda::LayerVersion': { arn: arn('lambda', (id) => `layer:${id.name}:1`), ref: byArn },
  'AWS::Lambda::Version': {
    ref: (id) => qualifiedArn(id, '1'),
    attributes: { Version: () => '1', FunctionArn: (id) => qualifiedArn(id, '1') },
  },
  'AWS::Lambda::Alias': {
    ref: (id) => qualifiedArn(id, asText(id.properties.Name) ?? ''),
    attributes: { AliasArn: (id) => qualifiedArn(id, asText(id.properties.Name) ?? '') },
  },
  'AWS::SQS::Queue': {
    arn: arn('sqs', (id) => id.name),
    ref: queueUrl,
    attributes: { QueueName: (id) => id.name, QueueUrl: queueUrl },
  },
  'AWS::SNS::Topic': {
    arn: arn('sns', (id) => id.name),
    ref: byArn,
    attributes: { TopicName: (id) => id.name, TopicArn: (id) => arnOf(id) },
  },
  'AWS::S3::Bucket': {
    arn: (id) => `arn:aws:s3:::${id.name}`,
    attributes: {
      DomainName: (id) => `${id.name}.s3.amazonaws.com`,
      RegionalDomainName: (id) => `${id.name}.s3.${id.region}.amazonaws.com`,
      WebsiteURL: (id) => `${id.awsEndpoint}/${id.name}`,
    },
  },
  'AWS::SecretsManager::Secret': { arn: secretArn, ref: secretArn, attributes: { Id: secretArn } },
  'AWS::SecretsManager::SecretTargetAttachment': { ref: (id) => asText(id.properties.SecretId) ?? '' },
  'AWS::SSM::Parameter': {
    arn: arn('ssm', (id) => `parameter/${id.name.replace(/^\//, '')}`),
    attributes: { Value: (id) => id.properties.Value ?? '', Type: (id) => id.properties.Type ?? 'String' },
  },
  'AWS::Events::Rule': { arn: arn('events', (id) => `rule/${id.name}`) },
  'AWS::Events::EventBus': { arn: arn('events', (id) => `event-bus/${id.name}`) },
  'AWS::Scheduler::Schedule': { arn: arn('scheduler', (id) => `schedule/default/${id.name}`) },
  'AWS::IAM::Role': {
    arn: (id) => `arn:aws:iam::${id.accountId}:role/${id.name}`,
    attributes: { RoleId: (id) => `AROA${stableId(`${id.stack}/${id.logicalId}`, 17).toUpperCase()}` },
  },
  'AWS::Logs::LogGroup': { arn: arn('logs', (id) => `log-group:${id.name}:*`) },
  'AWS::ApiGateway::RestApi': {
    arn: (id) => `arn:aws:apigateway:${id.region}::/restapis/${gatewayId(10)(id)}`,
    ref: gatewayId(10),
    attributes: {
      RestApiId: gatewayId(10),
      RootResourceId: (id) => stableId(`${id.stack}/${id.logicalId}/root`, 10),
    },
  },
  'AWS::ApiGateway::Resource': { ref: gatewayId(6), attributes: { ResourceId: gatewayId(6) } },
  'AWS::ApiGateway::Deployment': { ref: gatewayId(6), attributes: { DeploymentId: gatewayId(6) } },
  'AWS::ApiGateway::ApiKey': { ref: gatewayId(10), attributes: { APIKeyId: gatewayId(10) } },
  'AWS::ApiGateway::UsagePlan': { ref: gatewayId(6), attributes: { Id: gatewayId(6) } },
  'AWS::ApiGateway::RequestValidator': { ref: gatewayId(6), attributes: { RequestValidatorId: gatewayId(6) } },
  'AWS::ApiGateway::Stage': { ref: (id) => asText(id.properties.StageName) ?? '' },
  'AWS::ApiGateway::Authorizer': { ref: gatewayId(6), attributes: { AuthorizerId: gatewayId(6) } },
  'AWS::Lambda::EventSourceMapping': {
    ref: (id) => mappingUuid(id),
    attributes: { Id: (id) => mappingUuid(id) },
  },
}

function mappingUuid(id: Identity): string {
  const hex = Buffer.from(stableId(`${id.stack}/${id.logicalId}`, 16)).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function arnOf(id: Identity): string {
  const known = types[id.type]?.arn
  if (known) return known(id)
  const [, service = 'custom', kind = ''] = id.type.split('::')
  return `arn:aws:${service.toLowerCase()}:${id.region}:${id.accountId}:${kind.toLowerCase()}/${id.name}`
}

export function refOf(id: Identity): Json {
  return types[id.type]?.ref?.(id) ?? id.name
}

/** The value of Fn::GetAtt; `undefined` when this type is not known to have it. */
export function attributeOf(id: Identity, attribute: string): Json | undefined {
  if (attribute === 'Arn') return arnOf(id)
  return types[id.type]?.attributes?.[attribute]?.(id)
}
