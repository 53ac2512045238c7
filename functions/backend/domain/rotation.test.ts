import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { hashOfSecret } from './refresh-token.ts'
import { graceSeconds, rotate, type Tokens } from './rotation.ts'

/** A session, its tokens by the order in which they were given, and what of each is true. */
interface World {
  tokens: Tokens
  given: readonly { secret: Buffer; from: number; wasUsed: boolean; isRevoked: boolean }[]
  newest: number
}

const start = (): World => {
  const secret = randomBytes(32)
  return {
    tokens: { tokenHash: hashOfSecret(secret), previousHash: null, nonce: null },
    given: [{ secret, from: -1, wasUsed: false, isRevoked: false }],
    newest: 0,
  }
}

/** What is promised of token `at`, told by what became of it and of the one that followed. */
const promised = ({ given, newest }: World, at: number, isSoon: boolean): string => {
  const token = given[at]
  const isNewest = at === newest
  const isBeforeUnused = given[newest]?.from === at && !given[newest]?.wasUsed
  if (token?.isRevoked || !(isNewest || isBeforeUnused)) return 'reused'
  return isBeforeUnused && isSoon ? 'again' : 'next'
}

let ways = 0

/** Presents every token that was given so far, soon after the last time or long after, and goes on from each outcome. */
const explore = (world: World, steps: number): void => {
  if (steps === 0) {
    ways += 1
    return
  }
  for (const [at, token] of world.given.entries())
    for (const seconds of [graceSeconds, graceSeconds + 1]) {
      const rotation = rotate(world.tokens, seconds, token.secret, randomBytes(32))
      expect(rotation.kind).toBe(promised(world, at, seconds <= graceSeconds))
      // The session is over.
      if (rotation.kind === 'reused') continue
      const latest = world.given[world.newest]
      if (rotation.kind === 'again') {
        expect(rotation.secret).toEqual(latest?.secret)
        explore(world, steps - 1)
        continue
      }
      const given = world.given.map((one, index) => ({
        ...one,
        wasUsed: one.wasUsed || index === at,
        isRevoked: one.isRevoked || (index === world.newest && index !== at),
      }))
      explore(
        {
          tokens: rotation.tokens,
          given: [...given, { secret: rotation.secret, from: at, wasUsed: false, isRevoked: false }],
          newest: given.length,
        },
        steps - 1,
      )
    }
}

it('a token may be used again while none that followed it was, and is theft after that, however tokens and time interleave', () => {
  explore(start(), 6)
  expect(ways).toBeGreaterThan(100)
})

it('a secret that was never given ends the session', () => {
  expect(rotate(start().tokens, 0, randomBytes(32), randomBytes(32)).kind).toBe('reused')
})
