import { expect, test } from 'vitest'
import { etagOfRevision, requireRevision, revisionOf } from './preconditions.ts'

test('a revision is read back from its ETag, weak ones too', () => {
  expect(revisionOf({ 'if-match': etagOfRevision(12) })).toBe(12)
  expect(revisionOf({ 'if-match': ' W/"7" ' })).toBe(7)
})

test('without If-Match a change is refused with 428, with another text by the name of the header', () => {
  expect(() => revisionOf({})).toThrow('precondition_required')
  for (const given of ['12', '"x"', '*', '""', '"1", "2"'])
    expect(() => revisionOf({ 'if-match': given })).toThrow('invalid_request')
})

test('another revision than the one to be changed is refused with 412, and told', () => {
  requireRevision(3, 3)
  expect(() => requireRevision(3, 4)).toThrow(
    expect.objectContaining({ code: 'precondition_failed', details: { revision: 4 } }),
  )
})
