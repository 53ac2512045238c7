import { describe, expect, it } from 'vitest'
import { documentedOutcomes, type JsonObject, operationOf } from './document.ts'
import { faultsOf } from './faults.ts'

const correlation = { 'x-correlation-id': '0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10' }
const quoteCart = operationOf('quoteCart')
const { schema: _, ...content } = quoteCart.responses[200]?.content?.['application/json'] ?? {}
const { example } = content as unknown as { example: JsonObject & { items: JsonObject[] } }

const answer = (
  status: number,
  body: unknown,
  mediaType = 'application/json; charset=utf-8',
  headers = correlation,
) => ({
  status,
  headers: new Headers({ 'content-type': mediaType, ...headers }),
  text: JSON.stringify(body),
})

const problem = { type: 'urn:korob:problem:forbidden', title: 'No.', status: 403, correlationId: 'c-1234567' }

describe('an answer', () => {
  it('that is the documented example has no fault', () => {
    expect(faultsOf(quoteCart, answer(200, example))).toEqual([])
  })

  it.each<[string, unknown, RegExp]>([
    ['lacks a member', { ...example, itemsMinor: undefined }, /required property 'itemsMinor'/],
    ['has a member that nobody described', { ...example, margin: 1 }, /unevaluated/],
    ['has one deep within', { ...example, items: [{ ...example.items[0], cost: 1 }] }, /\/items\/0 .*unevaluated/],
    ['has a value of another kind', { ...example, quotedAt: 'yesterday' }, /\/quotedAt .*date-time/],
    ['is none of the alternatives', { ...example, delivery: { state: 'lost' } }, /\/delivery /],
  ])('is faulty when its body %s', (_case, body, fault) => {
    expect(faultsOf(quoteCart, answer(200, body)).join('\n')).toMatch(fault)
  })

  it('is faulty when its status, media type or headers are not as documented', () => {
    expect(faultsOf(quoteCart, answer(418, {}))).toEqual([expect.stringContaining('418 is not documented')])
    expect(faultsOf(quoteCart, answer(200, example, 'text/plain'))).toEqual(['media type text/plain is not documented'])
    expect(
      faultsOf(quoteCart, { ...answer(200, example), headers: new Headers({ 'content-type': 'application/json' }) }),
    )
      // The type alone is right.
      .toEqual(['there is no header X-Correlation-Id'])
  })

  it('is faulty when an error is of a code that is not documented there, or says another status', () => {
    const receipt = operationOf('takeSmsReceipt')
    const told = (body: JsonObject) => faultsOf(receipt, answer(403, body, 'application/problem+json'))
    expect(told({ ...problem, code: 'forbidden' })).toEqual([])
    expect(told({ ...problem, code: 'not_found' }).join()).toMatch(/code/)
    expect(told({ ...problem, code: 'forbidden', status: 200 })).toEqual(['the body says status 200'])
  })

  it('without a body may have none', () => {
    expect(faultsOf(operationOf('takeSmsReceipt'), answer(204, {})).join()).toMatch(/there is a body/)
  })
})

it('knows every code of an operation', () => {
  expect(documentedOutcomes(operationOf('placeOrder'))).toEqual(
    expect.arrayContaining(['201', '409 already_ordered', '409 slot_taken', '422 key_reused', '502 internal']),
  )
})
