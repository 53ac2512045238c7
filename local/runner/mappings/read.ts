import type { Cloud } from '../assembly/cloud.ts'
import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asList, asNumber, asObject, asText } from '../assembly/template.ts'
import { shortReference } from '../lambda/reference.ts'
import type { RabbitMqMappingSettings } from '../rabbitmq/mapping.ts'
import type { SqsMappingSettings } from '../sqs/mapping.ts'

/** Metadata by which a template of a stage without Amazon MQ asks for RabbitMQ mappings. */
const rabbitMqMetadata = 'korob:RabbitMq'
/** Without MaximumConcurrency Lambda starts with five concurrent batches and adds more; a single machine stays there. */
const defaultSqsConcurrency = 5
const defaultVisibilitySeconds = 30
// https://docs.aws.amazon.com/lambda/latest/dg/services-mq-params.html
const defaultMqBatchSize = 100
const defaultMqWindowMs = 500

export type ReadMappings = { sqs: SqsMappingSettings[]; rabbitMq: RabbitMqMappingSettings[] }

export function readMappings(cloud: Cloud, queueUrl: (arn: string) => string): ReadMappings {
  const sqs: SqsMappingSettings[] = []
  const rabbitMq = cloud.ofType('AWS::Lambda::Function').flatMap(fromMetadata)
  const queues = new Map(cloud.ofType('AWS::SQS::Queue').map((queue) => [queue.arn, queue]))
  for (const resource of cloud.ofType('AWS::Lambda::EventSourceMapping')) {
    const source = asText(resource.properties.EventSourceArn) ?? ''
    const service = source.split(':')[2]
    if (service === 'sqs') sqs.push(readSqs(resource, source, queueUrl, queues.get(source)))
    else if (service === 'mq' || service === 'amazonmq') rabbitMq.push(...readMq(resource))
    else throw new ResourceError(resource, `event source mappings of ${source || 'this kind'} are not supported`)
  }
  return { sqs, rabbitMq }
}

function readSqs(
  resource: Resource,
  queueArn: string,
  queueUrl: (arn: string) => string,
  queue: Resource | undefined,
): SqsMappingSettings {
  const { properties } = resource
  if (asList(asObject(properties.FilterCriteria).Filters).length > 0) {
    throw new ResourceError(resource, 'FilterCriteria are not supported')
  }
  const batchSize = asNumber(properties.BatchSize) ?? 10
  const windowMs = (asNumber(properties.MaximumBatchingWindowInSeconds) ?? 0) * 1000
  if (batchSize > 10 && windowMs === 0) {
    throw new ResourceError(resource, 'a BatchSize above 10 needs a MaximumBatchingWindowInSeconds of at least 1')
  }
  return {
    id: resource.logicalId,
    functionName: shortReference(asText(properties.FunctionName) ?? ''),
    queueArn,
    queueUrl: queueUrl(queueArn),
    batchSize,
    windowMs,
    reportsItemFailures: asList(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'),
    maximumConcurrency: asNumber(asObject(properties.ScalingConfig).MaximumConcurrency) ?? defaultSqsConcurrency,
    visibilityTimeoutMs: (asNumber(queue?.properties.VisibilityTimeout) ?? defaultVisibilitySeconds) * 1000,
    enabled: properties.Enabled !== false,
  }
}

function readMq(resource: Resource): RabbitMqMappingSettings[] {
  const { properties } = resource
  return asList(properties.Queues).map((queue) => ({
    id: resource.logicalId,
    functionName: shortReference(asText(properties.FunctionName) ?? ''),
    queue: String(queue),
    batchSize: asNumber(properties.BatchSize) ?? defaultMqBatchSize,
    windowMs: secondsToMs(asNumber(properties.MaximumBatchingWindowInSeconds)) ?? defaultMqWindowMs,
    enabled: properties.Enabled !== false,
  }))
}

function secondsToMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000
}

/** The mappings that a function asks for by its metadata. */
export function fromMetadata(
  resource: Pick<Resource, 'stack' | 'logicalId' | 'type' | 'name' | 'metadata'>,
): RabbitMqMappingSettings[] {
  return asList(resource.metadata[rabbitMqMetadata]).map((item) => {
    const { queue, batchSize, windowMs } = asObject(item)
    const name = asText(queue)
    if (!name) throw new ResourceError(resource, `an entry of the metadata ${rabbitMqMetadata} lacks its queue`)
    return {
      id: `${resource.logicalId}/${name}`,
      functionName: resource.name,
      queue: name,
      batchSize: asNumber(batchSize) ?? defaultMqBatchSize,
      windowMs: asNumber(windowMs) ?? defaultMqWindowMs,
      enabled: true,
    }
  })
}
