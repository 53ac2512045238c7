import { describe, expect, it } from 'vitest'
import type { Resource } from '../assembly/resource.ts'
import type { Json } from '../assembly/template.ts'
import { readFilter } from './filter.ts'

const filterOf = (...patterns: Json[]) =>
  readFilter(
    {
      stack: 's',
      logicalId: 'M',
      type: 'AWS::Lambda::EventSourceMapping',
      properties: { FilterCriteria: { Filters: patterns.map((one) => ({ Pattern: JSON.stringify(one) })) } },
    } as unknown as Resource,
    'body',
  )

const passes = (content: unknown, ...patterns: Json[]): boolean | undefined =>
  filterOf(...patterns)?.passes(typeof content === 'string' ? content : JSON.stringify(content))

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax, and the cases that
// LocalStack's test_sqs_event_filter has recorded from AWS.
describe('a filter', () => {
  it.each([
    ['equal', { a: ['x'] }, { a: 'x' }, { a: 'y' }],
    ['one of', { a: ['x', 'y'] }, { a: 'y' }, { a: 'z' }],
    ['both', { a: ['x'], b: ['y'] }, { a: 'x', b: 'y' }, { a: 'x', b: 'z' }],
    ['either field', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, { b: 'x' }],
    ['nested', { a: { b: [1] } }, { a: { b: 1 } }, { a: 1 }],
    ['a number, not its text', { a: [1] }, { a: 1 }, { a: '1' }],
    ['null', { a: [null] }, { a: null }, {}],
    ['empty', { a: [''] }, { a: '' }, { a: ' ' }],
    ['an element of a list', { a: ['x'] }, { a: ['w', 'x'] }, { a: ['w'] }],
    ['not', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, { a: 'x' }],
    ['not, where it is missing', { a: [{ 'anything-but': ['x'] }] }, { a: 'z' }, {}],
    ['not with a beginning', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'y' }, { a: 'xy' }],
    ['there', { a: [{ exists: true }] }, { a: 'x' }, { b: 'x' }],
    ['not there', { a: [{ exists: false }] }, { b: 'x' }, { a: 'x' }],
    ['more', { a: [{ numeric: ['>', 100] }] }, { a: 101 }, { a: 100 }],
    ['between', { a: [{ numeric: ['>=', 100, '<', 200] }] }, { a: 100 }, { a: 200 }],
    ['a beginning', { a: [{ prefix: 'yes' }] }, { a: 'yes!' }, { a: 'no yes' }],
    ['an end', { a: [{ suffix: '.png' }] }, { a: 'a.png' }, { a: 'png' }],
    ['any case', { a: [{ 'equals-ignore-case': 'Yes' }] }, { a: 'yES' }, { a: 'no' }],
    ['an end in any case', { a: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, { a: 'a.png' }, { a: 'a.gif' }],
  ])('passes what is %s', (_what, wanted, matching, other) => {
    const pattern = wanted as Json
    expect(passes(matching, { body: pattern })).toBe(true)
    expect(passes(other, { body: pattern })).toBe(false)
  })

  it('compares text with text', () => {
    expect(passes('plain', { body: ['plain'] })).toBe(true)
    expect(passes('other', { body: ['plain'] })).toBe(false)
    expect(passes('plain text', { body: [{ prefix: 'plain' }] })).toBe(true)
  })

  it('drops text where it asks for JSON, and JSON where it asks for text', () => {
    expect(passes('plain', { body: { a: [{ exists: false }] } })).toBe(false)
    expect(passes({ a: 'x' }, { body: [{ exists: true }] })).toBe(false)
  })

  it('is one of several', () => {
    expect(passes({ a: 2 }, { body: { a: [1] } }, { body: { a: [2] } })).toBe(true)
  })

  it.each([
    [null],
    ['simple string'],
    [{}],
    [{ body: 'text' }],
    [{ body: [] }],
    [{ body: { a: [{ like: 'x' }] } }],
    [{ body: { a: [{ numeric: ['>'] }] } }],
  ])('that AWS would not take is an error: %j', (pattern) => {
    expect(() => filterOf(pattern)).toThrow('s/M (AWS::Lambda::EventSourceMapping): Invalid filter pattern definition')
  })

  it('may ask for nothing but the content', () => {
    expect(() => filterOf({ body: ['x'], eventSource: ['aws:sqs'] })).toThrow('its body only')
  })
})
