import { expect, it } from 'vitest'
import { tokenOfHash } from './courier-token.ts'

it("takes a token from the address's fragment, and nothing that can't be one", () => {
  expect(tokenOfHash('#token=aa-_.bb.cc')).toBe('aa-_.bb.cc')
  for (const hash of ['', '#', '#token=', '#token=a.b', '#token=a.b.c%20d', '#main'])
    expect(tokenOfHash(hash)).toBeUndefined()
})
