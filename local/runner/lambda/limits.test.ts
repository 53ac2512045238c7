import { describe, expect, it } from 'vitest'
import type { Resource } from '../assembly/resource.ts'
import type { JsonObject } from '../assembly/template.ts'
import { checkLimits } from './limits.ts'

const check = (properties: JsonObject) => () =>
  checkLimits({ stack: 's', logicalId: 'F', type: 'AWS::Lambda::Function', properties } as Resource)
const variables = (Variables: JsonObject) => check({ Environment: { Variables } })

describe('a function that AWS would not take', () => {
  it.each([
    ['a longer time limit', check({ Timeout: 901 }), 's/F (AWS::Lambda::Function): Timeout is 901'],
    ['less memory', check({ MemorySize: '64' }), 'MemorySize is 64'],
    ['a variable of its own', variables({ AWS_REGION: 'x', A: 'y' }), 'reserves the variables AWS_REGION'],
    ['more variables', variables({ A: 'x'.repeat(4096) }), 'its variables have 4104 bytes; Lambda takes 4096'],
  ])('for %s than Lambda has is refused by name', (_what, act, message) => {
    expect(act).toThrow(message)
  })

  it('is not taken for one at the limits', () => {
    expect(check({ Timeout: 900, MemorySize: 10_240 })).not.toThrow()
    expect(variables({ A: 'x'.repeat(4088) })).not.toThrow()
  })
})
