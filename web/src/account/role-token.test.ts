import { describe, expect, it } from 'vitest'
import { roleTokenOf } from './role-token.ts'
import { createSession } from './session.ts'
import { SignedOut } from './signed-out.ts'

/** A session whose tokens are always about to end. */
const world = () => {
  let refreshes = 0
  const answer = (number: number) => ({
    accessToken: `token-${number}`,
    expiresAt: new Date(Date.now() + 20_000).toISOString(),
    role: 'operator' as const,
    roles: ['shopper' as const, 'operator' as const],
    deviceToken: 'd'.repeat(43),
  })
  return createSession({
    signIn: async () => answer(0),
    signInWithSpare: async () => answer(0),
    refresh: async () => answer(++refreshes),
    signOut: async () => undefined,
    signOutEverywhere: async () => undefined,
    deleteProfile: async () => undefined,
  })
}

describe('a token of a role', () => {
  it('is told apart from the one before, and yet as of the same session, so that a page with it need not begin anew', async () => {
    const session = world()
    await session.signIn('id', '123456', 'operator')
    const [before, after] = [await roleTokenOf(session, 'operator'), await roleTokenOf(session, 'operator')]
    expect([before.token, after.token]).toEqual(['token-1', 'token-2'])
    expect(after.sessionId).toBe(before.sessionId)
  })

  it('is of another session for who signs in next, and there is none in between', async () => {
    const session = world()
    await session.signIn('id', '123456', 'operator')
    const { sessionId } = await roleTokenOf(session, 'operator')
    await session.signOut()
    await expect(roleTokenOf(session, 'operator')).rejects.toThrow(SignedOut)
    await session.signIn('id', '123456', 'operator')
    expect((await roleTokenOf(session, 'operator')).sessionId).not.toBe(sessionId)
  })
})
