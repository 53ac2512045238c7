import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asNumber, asObject } from '../assembly/template.ts'

type Surroundings = { isFifo: boolean; visibilitySeconds: number; functionSeconds: number }

/** Refuses what Lambda refuses: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html */
export function checkSqsMapping(
  resource: Resource,
  { isFifo, visibilitySeconds, functionSeconds }: Surroundings,
): void {
  const { batchSize = 10, windowSeconds = 0 } = checkBatching(resource)
  const refuse = (message: string): never => {
    throw new ResourceError(resource, message)
  }
  if (isFifo && windowSeconds > 0) refuse('a FIFO queue takes no MaximumBatchingWindowInSeconds')
  if (isFifo && batchSize > 10) refuse('a FIFO queue takes no BatchSize above 10')
  if (batchSize > 10 && windowSeconds === 0) {
    refuse('a BatchSize above 10 needs a MaximumBatchingWindowInSeconds of at least 1')
  }
  const concurrency = asNumber(asObject(resource.properties.ScalingConfig).MaximumConcurrency)
  if (concurrency !== undefined && (concurrency < 2 || concurrency > 1000)) {
    refuse(`MaximumConcurrency is ${concurrency}; Lambda takes 2 to 1000`)
  }
  if (visibilitySeconds < functionSeconds) {
    refuse(
      `the queue's visibility timeout of ${visibilitySeconds} seconds is less than the function's timeout of ${functionSeconds}`,
    )
  }
}

export function checkBatching(resource: Resource): { batchSize?: number; windowSeconds?: number } {
  const read = (name: string, least: number, most: number): number | undefined => {
    const value = asNumber(resource.properties[name])
    if (value !== undefined && (value < least || value > most)) {
      throw new ResourceError(resource, `${name} is ${value}; Lambda takes ${least} to ${most}`)
    }
    return value
  }
  return {
    batchSize: read('BatchSize', 1, 10_000),
    windowSeconds: read('MaximumBatchingWindowInSeconds', 0, 300),
  }
}
