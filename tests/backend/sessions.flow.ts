import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { refreshSession, signOut, signOutEverywhere } from '../../functions/backend/actions/refresh-session.ts'
import { handler } from '../../functions/backend/handlers/account.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { cookieOf, newAddress, PromisedOrders, refusalOf, type SignedIn, signInAs } from './support/accounts.ts'
import { withBackend } from './support/backend.ts'

withBackend()

const orders = new PromisedOrders()
const refresh = (cookie: string) => refreshSession(cookie, undefined, newAddress())
const next = async (cookie: string) => cookieOf(await refresh(cookie))

/** As if so much time had passed since the last refresh. */
const passTime = ({ accountId }: SignedIn, seconds: number) =>
  database.run(sql`
    update sessions set rotated_at = rotated_at - ${seconds} * interval '1 second' where account_id = ${accountId}`)

const endOf = async ({ accountId }: SignedIn): Promise<(string | null)[]> => {
  const rows = await database.many<{ reason: string | null }>(sql`
    select end_reason as reason from sessions where account_id = ${accountId} order by created_at`)
  return rows.map(({ reason }) => reason)
}

describe('a refresh token', () => {
  it('is followed by another, each time', async () => {
    const { cookie } = await signInAs(orders)
    const second = await next(cookie)
    const third = await next(second)
    expect(new Set([cookie, second, third]).size).toBe(3)
  })

  it('gets the same answer when two tabs are at it at once, or its answer was lost', async () => {
    const { cookie } = await signInAs(orders)
    const both = await Promise.all([next(cookie), next(cookie), next(cookie)])
    expect(new Set(both).size).toBe(1)
    expect(await next(cookie)).toBe(both[0])
    await next(both[0] ?? '')
  })

  it('whose answer was lost gets another, however late; the lost one counts no more', async () => {
    const person = await signInAs(orders)
    const lost = await next(person.cookie)
    await passTime(person, 3 * 24 * 3600)
    const second = await next(person.cookie)
    expect(second).not.toBe(lost)
    // At once again it is the same one.
    expect(await next(person.cookie)).toBe(second)
    await next(second)
    expect(await endOf(person)).toEqual([null])
  })

  it('that was given in place of a lost one ends the session when the lost one comes after all', async () => {
    const person = await signInAs(orders)
    const lost = await next(person.cookie)
    await passTime(person, 16)
    const second = await next(person.cookie)
    expect((await refusalOf(refresh(lost))).code).toBe('unauthorized')
    expect((await refusalOf(refresh(second))).code).toBe('unauthorized')
    expect(await endOf(person)).toEqual(['reused'])
  })

  it('ends its whole session when it comes again after the one that followed was used', async () => {
    const person = await signInAs(orders)
    const second = await next(person.cookie)
    await passTime(person, 16)
    const third = await next(second)
    await passTime(person, 16)
    expect((await refusalOf(refresh(person.cookie))).code).toBe('unauthorized')
    expect((await refusalOf(refresh(third))).code).toBe('unauthorized')
    expect(await endOf(person)).toEqual(['reused'])
  })

  it('of two steps before ends it, however quickly it comes', async () => {
    const person = await signInAs(orders)
    const second = await next(person.cookie)
    const third = await next(second)
    await refusalOf(refresh(person.cookie))
    expect((await refusalOf(refresh(third))).code).toBe('unauthorized')
  })

  it("ends no other session, not even of the same account's", async () => {
    const one = await signInAs(orders)
    const other = await signInAs(orders, one.phone)
    await next(await next(one.cookie))
    await refusalOf(refresh(one.cookie))
    await next(other.cookie)
    expect((await endOf(one)).filter(Boolean)).toEqual(['reused'])
  })

  it('that is none, is cut, or is of a session that is over gets nothing', async () => {
    const { cookie } = await signInAs(orders)
    for (const bad of ['', 'korob_session=', 'korob_session=x', cookie.slice(0, -1), cookie.replace('korob', 'other')])
      expect((await refusalOf(refresh(bad))).code).toBe('unauthorized')
    await database.run(sql`update sessions set expires_at = now()`)
    expect((await refusalOf(refresh(cookie))).code).toBe('unauthorized')
  })

  it('ends by itself after a year, however often it is used', async () => {
    const person = await signInAs(orders)
    await database.run(sql`
      update sessions set created_at = now() - interval '364 days' where account_id = ${person.accountId}`)
    await next(person.cookie)
    const { days } = await database.one<{ days: number }>(sql`
      select extract(epoch from expires_at - now())::float8 / 86400 as days from sessions
       where account_id = ${person.accountId}`)
    expect(days).toBeLessThan(1.1)
  })
})

describe('signing out', () => {
  it('ends the session and takes the cookie away; again, it changes nothing', async () => {
    const person = await signInAs(orders)
    for (let time = 0; time < 2; time++) {
      const { status, headers } = await signOut(person.cookie)
      expect(status).toBe(204)
      expect(headers['set-cookie']).toMatch(/^korob_session=; .*Max-Age=0/)
    }
    await refusalOf(refresh(person.cookie))
    expect(await endOf(person)).toEqual(['signed_out'])
  })

  it('everywhere ends every session of the account, and of no other', async () => {
    const one = await signInAs(orders)
    const again = await signInAs(orders, one.phone)
    const stranger = await signInAs(orders)
    await signOutEverywhere(one.accountId)
    for (const { cookie } of [one, again]) await refusalOf(refresh(cookie))
    await next(stranger.cookie)
  })

  it('with what is no token of the session ends nothing', async () => {
    const person = await signInAs(orders)
    const forged = person.cookie.slice(0, -6) + (person.cookie.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA')
    await signOut(forged)
    await next(person.cookie)
  })
})

describe('another site', () => {
  const post = (headers: Record<string, string>, body: string) =>
    handler(
      {
        httpMethod: 'POST',
        path: '/api/session/refresh',
        resource: '/api/session/refresh',
        headers,
        pathParameters: null,
        multiValueQueryStringParameters: null,
        requestContext: { identity: { sourceIp: newAddress() } },
        body,
        isBase64Encoded: false,
      } as unknown as APIGatewayProxyEvent,
      lambdaContext(),
    )

  it('gets nothing by what a form can send without asking first, cookie or not', async () => {
    const { cookie } = await signInAs(orders)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(await post({ cookie, 'content-type': type }, '{}')).toMatchObject({ statusCode: 415 })
    expect(await post({ cookie }, '')).toMatchObject({ statusCode: 400 })
    expect(await post({ cookie, 'content-type': 'application/json' }, '{}')).toMatchObject({ statusCode: 200 })
  })
})
