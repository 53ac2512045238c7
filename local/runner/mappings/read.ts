import type { Cloud } from '../assembly/cloud.ts'
import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asList, asNumber, asObject, asText } from '../assembly/template.ts'
import { defaultTimeoutSeconds } from '../lambda/configuration.ts'
import { functionNameOf, shortReference } from '../lambda/reference.ts'
import type { RabbitMqMappingSettings } from '../rabbitmq/mapping.ts'
import type { SqsMappingSettings } from '../sqs/mapping.ts'
import { readFilter } from './filter.ts'
import { checkBatching, checkSqsMapping } from './limits.ts'

/** Metadata by which a template of a stage without Amazon MQ asks for RabbitMQ mappings. */
const rabbitMqMetadata = 'korob:RabbitMq'
/** Without MaximumConcurrency Lambda starts with five concurrent batches and adds more; a single machine stays there. */
const defaultSqsConcurrency = 5
const defaultSqsBatchSize = 10
const defaultVisibilitySeconds = 30
// https://docs.aws.amazon.com/lambda/latest/dg/services-mq-params.html
const defaultMqBatchSize = 100
const defaultMqWindowMs = 500

export type ReadMappings = { sqs: SqsMappingSettings[]; rabbitMq: RabbitMqMappingSettings[]; warnings: string[] }

export function readMappings(cloud: Cloud, queueUrl: (arn: string) => string): ReadMappings {
  const found: ReadMappings = {
    sqs: [],
    rabbitMq: cloud.ofType('AWS::Lambda::Function').flatMap(fromMetadata),
    warnings: [],
  }
  for (const resource of cloud.ofType('AWS::Lambda::EventSourceMapping')) {
    const source = asText(resource.properties.EventSourceArn) ?? ''
    const service = source.split(':')[2]
    if (service === 'sqs') found.sqs.push(readSqs(resource, source, queueUrl, cloud))
    else if (service === 'mq' || service === 'amazonmq') found.rabbitMq.push(...readMq(resource))
    else found.warnings.push(`${resource.stack}/${resource.logicalId}: nothing is read from ${source || 'its source'}`)
  }
  return found
}

/** Two stacks of one class have the same logical ids. */
const idOf = ({ stack, logicalId }: Pick<Resource, 'stack' | 'logicalId'>): string => `${stack}/${logicalId}`

function readSqs(
  resource: Resource,
  queueArn: string,
  queueUrl: (arn: string) => string,
  cloud: Cloud,
): SqsMappingSettings {
  const { properties } = resource
  const functionName = shortReference(asText(properties.FunctionName) ?? '')
  const visibilitySeconds = visibilitySecondsOf(cloud, queueArn)
  checkSqsMapping(resource, {
    isFifo: queueArn.endsWith('.fifo'),
    visibilitySeconds,
    functionSeconds: timeoutSecondsOf(cloud, functionName),
  })
  return {
    id: idOf(resource),
    functionName,
    queueArn,
    queueUrl: queueUrl(queueArn),
    batchSize: asNumber(properties.BatchSize) ?? defaultSqsBatchSize,
    windowMs: (asNumber(properties.MaximumBatchingWindowInSeconds) ?? 0) * 1000,
    reportsItemFailures: asList(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'),
    maximumConcurrency: asNumber(asObject(properties.ScalingConfig).MaximumConcurrency) ?? defaultSqsConcurrency,
    visibilityTimeoutMs: visibilitySeconds * 1000,
    filter: readFilter(resource, 'body'),
    enabled: properties.Enabled !== false,
  }
}

function visibilitySecondsOf(cloud: Cloud, queueArn: string): number {
  const queue = cloud.ofType('AWS::SQS::Queue').find((one) => one.arn === queueArn)
  return asNumber(queue?.properties.VisibilityTimeout) ?? defaultVisibilitySeconds
}

function timeoutSecondsOf(cloud: Cloud, functionName: string): number {
  const target = cloud.ofType('AWS::Lambda::Function').find((one) => one.name === functionNameOf(functionName))
  return asNumber(target?.properties.Timeout) ?? defaultTimeoutSeconds
}

function readMq(resource: Resource): RabbitMqMappingSettings[] {
  const { properties } = resource
  checkBatching(resource)
  return asList(properties.Queues).map((queue) => ({
    id: `${idOf(resource)}/${queue}`,
    functionName: shortReference(asText(properties.FunctionName) ?? ''),
    queue: String(queue),
    batchSize: asNumber(properties.BatchSize) ?? defaultMqBatchSize,
    windowMs: secondsToMs(asNumber(properties.MaximumBatchingWindowInSeconds)) ?? defaultMqWindowMs,
    filter: readFilter(resource, 'data'),
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
      id: `${idOf(resource)}/${name}`,
      functionName: resource.name,
      queue: name,
      batchSize: asNumber(batchSize) ?? defaultMqBatchSize,
      windowMs: asNumber(windowMs) ?? defaultMqWindowMs,
      filter: undefined,
      enabled: true,
    }
  })
}
