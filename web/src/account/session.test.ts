import { beforeEach, describe, expect, it } from 'vitest'
import type { Role, SessionAnswer } from '../api/answers.ts'
import { ApiProblem } from '../api/problem.ts'
import { createSession } from './session.ts'
import { SignedOut } from './signed-out.ts'

const answerFor = (role: Role, number: number, lastsMs = 900_000): SessionAnswer => ({
  accessToken: `${role}-${number}`,
  expiresAt: new Date(Date.now() + lastsMs).toISOString(),
  role,
  roles: ['shopper', 'courier'],
})

const unauthorized = () => new ApiProblem(401, {}, new Headers())

const world = (lastsMs?: number) => {
  const shop = { refreshes: 0, over: false }
  const session = createSession({
    signIn: async ({ role = 'shopper' }) => ({ ...answerFor(role, 0, lastsMs), deviceToken: 'd'.repeat(43) }),
    signInWithSpare: async ({ role = 'shopper' }) => ({ ...answerFor(role, 0, lastsMs), deviceToken: 'd'.repeat(43) }),
    refresh: async (role) => {
      shop.refreshes += 1
      if (shop.over) throw unauthorized()
      return answerFor(role === 'operator' ? 'shopper' : role, shop.refreshes, lastsMs)
    },
    signOut: async () => undefined,
    signOutEverywhere: async () => undefined,
    deleteProfile: async () => undefined,
  })
  return { shop, session }
}

describe('a session', () => {
  beforeEach(() => world().session.forget())

  it('asks nobody anything for a guest', async () => {
    const { shop, session } = world()
    expect(await session.token('shopper')).toBeUndefined()
    expect(shop.refreshes).toBe(0)
  })

  it('keeps a token until it ends, and gets one more for another role', async () => {
    const { shop, session } = world()
    await session.signIn('id', '123456', 'shopper')
    expect([await session.token('shopper'), await session.token('shopper')]).toEqual(['shopper-0', 'shopper-0'])
    expect(await session.token('courier')).toBe('courier-1')
    expect(shop.refreshes).toBe(1)
  })

  it('asks once for what many wait for', async () => {
    const { shop, session } = world()
    await session.signIn('id', '123456', 'courier')
    await Promise.all([session.token('shopper'), session.token('shopper'), session.token('shopper')])
    expect(shop.refreshes).toBe(1)
  })

  it('asks again when a token is about to end, or was refused', async () => {
    const short = world(20_000)
    await short.session.signIn('id', '123456', 'shopper')
    expect(await short.session.token('shopper')).toBe('shopper-1')
    const { session } = world()
    await session.signIn('id', '123456', 'shopper')
    const tried: string[] = []
    const result = await session.as('shopper', async (token) => {
      tried.push(token)
      if (tried.length === 1) throw unauthorized()
      return 'done'
    })
    expect([result, ...tried]).toEqual(['done', 'shopper-0', 'shopper-1'])
  })

  it('does a thing as a guest where nobody is signed in, or the session is over, and as the account where one is', async () => {
    const { shop, session } = world(20_000)
    const who = () => session.asAnyone(async (token) => token ?? 'guest')
    expect(await who()).toBe('guest')
    await session.signIn('id', '123456', 'shopper')
    expect(await who()).toBe('shopper-1')
    shop.over = true
    expect(await who()).toBe('guest')
    expect(session.state.read().signedIn).toBe(false)
  })

  it('does not ask as a guest what the shop refused the account', async () => {
    const { session } = world()
    await session.signIn('id', '123456', 'shopper')
    const tried: unknown[] = []
    const refused = session.asAnyone(async (token) => {
      tried.push(token)
      throw new ApiProblem(409, {}, new Headers())
    })
    await expect(refused).rejects.toThrow(ApiProblem)
    expect(tried).toEqual(['shopper-0'])
  })

  it('has another id each time that somebody signs in, and keeps it while tokens are fetched', async () => {
    const { session } = world(20_000)
    await session.signIn('id', '123456', 'shopper')
    const { id } = session.state.read()
    await session.token('shopper')
    expect(session.state.read()).toMatchObject({ signedIn: true, id })
    await session.signIn('id', '123456', 'shopper')
    expect(session.state.read().id).not.toBe(id)
  })

  it('that another tab has ended, or begun anew, is not gone on with by the tokens of before', async () => {
    const [{ session }, other] = [world(), world()]
    await session.signIn('id', '123456', 'shopper')
    other.session.forget()
    expect(await session.token('shopper')).toBeUndefined()
    await other.session.signIn('id', '123456', 'shopper')
    expect(await session.token('shopper')).toBe('shopper-1')
  })

  it('does not come back by a token that was asked for before somebody left', async () => {
    const { session } = world(20_000)
    await session.signIn('id', '123456', 'shopper')
    const asked = session.token('shopper')
    session.forget()
    expect(await asked).toBeUndefined()
    expect(session.state.read().signedIn).toBe(false)
  })

  it('is over when the shop says so, and has no role that the shop does not give', async () => {
    const { shop, session } = world()
    await session.signIn('id', '123456', 'shopper')
    expect(await session.token('operator')).toBeUndefined()
    expect(session.state.read().signedIn).toBe(true)
    shop.over = true
    await expect(session.as('courier', async () => 'done')).rejects.toThrow(SignedOut)
    expect(session.state.read().signedIn).toBe(false)
  })
})
