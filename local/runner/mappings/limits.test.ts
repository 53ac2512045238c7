import { describe, expect, it } from 'vitest'
import type { Resource } from '../assembly/resource.ts'
import type { JsonObject } from '../assembly/template.ts'
import { checkSqsMapping } from './limits.ts'

const check = (properties: JsonObject, more = {}) => {
  const resource = { stack: 's', logicalId: 'M', type: 'AWS::Lambda::EventSourceMapping', properties } as Resource
  return () => checkSqsMapping(resource, { isFifo: false, visibilitySeconds: 30, functionSeconds: 3, ...more })
}

describe('an SQS mapping that AWS would not take', () => {
  it.each([
    ['a larger batch', check({ BatchSize: 10_001 }), 'BatchSize is 10001'],
    ['a larger batch without a window', check({ BatchSize: 11 }), 'needs a MaximumBatchingWindowInSeconds'],
    ['a longer window', check({ MaximumBatchingWindowInSeconds: 301 }), 'MaximumBatchingWindowInSeconds is 301'],
    ['less concurrency', check({ ScalingConfig: { MaximumConcurrency: 1 } }), 'MaximumConcurrency is 1'],
    ['a window on a FIFO queue', check({ MaximumBatchingWindowInSeconds: 1 }, { isFifo: true }), 'a FIFO queue'],
    ['a queue that shows messages too soon', check({}, { functionSeconds: 31 }), 'visibility timeout of 30 seconds'],
  ])('with %s than Lambda has is refused by name', (_what, act, message) => {
    expect(act).toThrow(message)
    expect(act).toThrow('s/M (AWS::Lambda::EventSourceMapping)')
  })

  it('is not taken for one at the limits', () => {
    const limits = { BatchSize: 10_000, MaximumBatchingWindowInSeconds: 300, ScalingConfig: { MaximumConcurrency: 2 } }
    expect(check(limits, { functionSeconds: 30 })).not.toThrow()
  })
})
