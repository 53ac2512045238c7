import { describe, expect, it } from 'vitest'
import { readPartialAnswer } from './partial-answer.ts'

const ids = new Set(['a', 'b'])
const answer = (...identifiers: unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
})

// The two tables of https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#sqs-batchfailurereporting-conditions
describe('an answer with item failures', () => {
  it.each([
    ['an empty list', { batchItemFailures: [] }],
    ['a null list', { batchItemFailures: null }],
    ['an empty answer', {}],
    ['a null answer', null],
  ])('is a success with %s', (_what, value) => {
    expect(readPartialAnswer(JSON.stringify(value), ids)).toEqual({ failed: new Set() })
  })

  it('names the messages that failed', () => {
    expect(readPartialAnswer(JSON.stringify(answer('b')), ids)).toEqual({ failed: new Set(['b']) })
  })

  it.each([
    ['text', 'fine'],
    ['an empty id', answer('')],
    ['a null id', answer(null)],
    ['a wrong key', { batchItemFailures: [{ id: 'a' }] }],
    ['an id that is not in the batch', answer('c')],
    ['a list that is none', { batchItemFailures: 'a' }],
  ])('is a failure of all with %s', (_what, value) => {
    expect(readPartialAnswer(JSON.stringify(value), ids)).toBe('all-failed')
  })
})
