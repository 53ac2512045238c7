import { randomUUID } from 'node:crypto'
import { database } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import { verifyAccessToken } from '@korob/platform/tokens'
import { describe, expect, it } from 'vitest'
import type { SessionAnswer } from '../../functions/backend/account-views.ts'
import { askCode } from '../../functions/backend/actions/ask-code.ts'
import { changeProfile, readProfile } from '../../functions/backend/actions/profile.ts'
import { refreshSession } from '../../functions/backend/actions/refresh-session.ts'
import { signIn } from '../../functions/backend/actions/sign-in.ts'
import { tendAccounts } from '../../functions/backend/actions/tend-accounts.ts'
import { insertMember } from '../../functions/backend/store/staff.ts'
import { newPhone } from '../support/shopper.ts'
import { codeOf, newAddress, PromisedOrders, refusalOf, signInAs, wrong } from './support/accounts.ts'
import { withBackend } from './support/backend.ts'

withBackend()

const ask = (phone = newPhone(), address = newAddress()) => askCode({ phone }, 'ru', address)
const orders = new PromisedOrders()
const tryCode = (signInId: string, code: string, address = newAddress()) => signIn(orders, { signInId, code }, address)

describe('a code', () => {
  it('proves a phone, which has an account and a session from then on', async () => {
    const phone = newPhone()
    const { signInId } = await ask(phone)
    const { status, body, headers } = await tryCode(signInId, await codeOf(signInId))
    const { accessToken, role, roles } = body as SessionAnswer
    const { id } = await database.one<{ id: string }>(sql`select id from accounts where phone = ${phone}`)
    expect({ status, role, roles }).toEqual({ status: 201, role: 'shopper', roles: ['shopper'] })
    expect(await verifyAccessToken(accessToken)).toEqual({ role: 'shopper', id })
    expect(headers['set-cookie']).toMatch(
      /^korob_session=[\w-]{64}; Path=\/api\/session; .*HttpOnly; SameSite=Strict; Secure$/,
    )
  })

  // Another answer for unknown numbers tells who shops here.
  it('is sent and answered alike, whether its number has an account, is an operator’s, or nobody’s', async () => {
    const [{ phone: known }, staff, id] = [await signInAs(orders), newPhone(), newId()]
    await insertMember(database, { id, phone: staff, role: 'operator', subjectId: id, name: 'Вера' }, null)
    for (const number of [known, staff, newPhone()]) {
      const answer = await ask(number)
      expect(answer).toEqual({ signInId: expect.any(String), expiresAt: expect.any(String) })
      expect(await codeOf(answer.signInId)).toMatch(/^\d{6}$/)
    }
  })

  it('leads to the same account the next time', async () => {
    const first = await signInAs(orders)
    const second = await signInAs(orders, first.phone)
    expect(second.accountId).toBe(first.accountId)
  })

  it('works once, also when it is sent ten times at once', async () => {
    const { signInId } = await ask()
    const code = await codeOf(signInId)
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => tryCode(signInId, code)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await refusalOf(tryCode(signInId, code))).code).toBe('wrong_code')
  })

  it('bears five tries, however many come at once: then the right one is refused too', async () => {
    const { signInId } = await ask()
    const code = await codeOf(signInId)
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => tryCode(signInId, wrong(code))))
    expect(tries.every(({ status }) => status === 'rejected')).toBe(true)
    const { attempts } = await database.one<{ attempts: number }>(sql`
      select attempts from sign_ins where id = ${signInId}`)
    expect(attempts).toBe(5)
    expect((await refusalOf(tryCode(signInId, code))).code).toBe('wrong_code')
  })

  it('is told alike when it is wrong, has ended, was used, is for another try, or never was', async () => {
    const [ended, used, one, other] = await Promise.all([ask(), ask(), ask(), ask()])
    const codeOfEnded = await codeOf(ended.signInId)
    await database.run(sql`update sign_ins set expires_at = now() where id = ${ended.signInId}`)
    const codeOfUsed = await codeOf(used.signInId)
    await tryCode(used.signInId, codeOfUsed)
    const codeOfOne = await codeOf(one.signInId)
    const codeOfOther = await codeOf(other.signInId)
    const refusals = await Promise.all([
      refusalOf(tryCode(ended.signInId, codeOfEnded)),
      refusalOf(tryCode(used.signInId, codeOfUsed)),
      refusalOf(tryCode(one.signInId, wrong(codeOfOne))),
      ...(codeOfOne === codeOfOther ? [] : [refusalOf(tryCode(one.signInId, codeOfOther))]),
      refusalOf(tryCode(randomUUID(), codeOfOne)),
    ])
    for (const { code, details } of refusals) expect({ code, details }).toEqual({ code: 'wrong_code', details: {} })
  })

  it('is kept as a keyed hash, and leaves sealed', async () => {
    const { signInId } = await ask()
    const code = await codeOf(signInId)
    const { hash } = await database.one<{ hash: Buffer }>(sql`
      select code_hash as hash from sign_ins where id = ${signInId}`)
    expect(hash).toHaveLength(32)
    const { envelope, secret } = await database.one<{ envelope: object; secret: string[] }>(sql`
      select envelope, secret from outbox where subject = ${signInId}`)
    expect(JSON.stringify(envelope)).not.toMatch(new RegExp(`"[^"]*(?<!\\d)${code}(?!\\d)`))
    expect(secret).toEqual(['phone', 'sealed', 'sealedSpare'])
  })

  it('makes one account, whoever else proves the same phone at the same moment', async () => {
    const phone = newPhone()
    const asked = await Promise.all([ask(phone), ask(phone), ask(phone)])
    const codes = await Promise.all(asked.map(({ signInId }) => codeOf(signInId)))
    await Promise.all(asked.map(({ signInId }, index) => tryCode(signInId, codes[index] ?? '')))
    const { accounts } = await database.one<{ accounts: number }>(sql`
      select count(*)::int as accounts from accounts where phone = ${phone}`)
    expect(accounts).toBe(1)
  })
})

describe('limits', () => {
  it('let eight codes go to a number, from whichever addresses they are asked for at once, and say when there is another', async () => {
    const phone = newPhone()
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => ask(phone)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(8)
    const { code, retryAfterSeconds = 0 } = await refusalOf(ask(phone))
    expect(code).toBe('too_many_requests')
    expect(retryAfterSeconds).toBeGreaterThan(11 * 60)
    expect(retryAfterSeconds).toBeLessThanOrEqual(12 * 60)
    await database.run(sql`
      update rate_limits set full_at = full_at - ${retryAfterSeconds} * interval '1 second' where key = ${phone}`)
    await ask(phone)
    expect((await refusalOf(ask(phone))).code).toBe('too_many_requests')
  })

  it('let a network ask for four codes of a number, and leave what the number has to others', async () => {
    const [phone, address] = [newPhone(), newAddress()]
    const asked = await Promise.allSettled(Array.from({ length: 7 }, () => ask(phone, address)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
    const { retryAfterSeconds = 0 } = await refusalOf(ask(phone, address))
    expect(retryAfterSeconds).toBeGreaterThan(19 * 60)
    await Promise.all(Array.from({ length: 4 }, () => ask(phone)))
  })

  it('of strangers, from however many networks, keep nobody from signing in where they have signed in before', async () => {
    const { phone, session } = await signInAs(orders)
    await Promise.allSettled(Array.from({ length: 20 }, () => ask(phone)))
    await refusalOf(ask(phone))
    const { deviceToken } = session
    const asked = await askCode({ phone, deviceToken }, 'ru', newAddress())
    expect((await tryCode(asked.signInId, await codeOf(asked.signInId))).status).toBe(201)
    // Nor does an address that was used up.
    const address = newAddress()
    await Promise.allSettled(Array.from({ length: 60 }, () => ask(newPhone(), address)))
    await askCode({ phone, deviceToken }, 'ru', address)
    // Texts cost money: a device has its limit, too, and has proven one number.
    const more = await Promise.allSettled(
      Array.from({ length: 9 }, () => askCode({ phone, deviceToken }, 'ru', newAddress())),
    )
    expect(more.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    const other = newPhone()
    await Promise.allSettled(Array.from({ length: 20 }, () => ask(other)))
    await refusalOf(askCode({ phone: other, deviceToken }, 'ru', newAddress()))
  })

  it('leave who asks again the code that they were sent, and send no other', async () => {
    const [phone, address] = [newPhone(), newAddress()]
    const first = await ask(phone, address)
    await Promise.allSettled(Array.from({ length: 20 }, () => ask(phone)))
    const again = (signInId: string) => askCode({ phone, signInId }, 'ru', address)
    expect(await again(first.signInId)).toEqual(first)
    const sent = await database.one<{ n: number }>(sql`select count(*)::int as n from sign_ins where phone = ${phone}`)
    expect(sent.n).toBe(8)
    // Of another number, or none: nothing is told of it.
    expect((await refusalOf(again((await ask()).signInId))).code).toBe('too_many_requests')
    expect((await refusalOf(again(randomUUID()))).code).toBe('too_many_requests')
    expect((await tryCode(first.signInId, await codeOf(first.signInId), address)).status).toBe(201)
    expect((await refusalOf(again(first.signInId))).code).toBe('too_many_requests')
  })

  it('let an address ask for sixty, whichever numbers they are for', async () => {
    const address = newAddress()
    const asked = await Promise.allSettled(Array.from({ length: 70 }, () => ask(newPhone(), address)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(60)
    const { code, retryAfterSeconds = 0 } = await refusalOf(ask(newPhone(), address))
    expect(code).toBe('too_many_requests')
    expect(retryAfterSeconds).toBeLessThanOrEqual(60)
  })

  it('cost nothing when they refuse: a number is not charged for what its address may not', async () => {
    const address = newAddress()
    const phone = newPhone()
    await Promise.all(Array.from({ length: 60 }, () => ask(newPhone(), address)))
    for (let time = 0; time < 9; time++) await refusalOf(ask(phone, address))
    await Promise.all(Array.from({ length: 8 }, () => ask(phone)))
  })

  it('let a network be wrong fifteen times about a number, and keep nobody elsewhere from signing in', async () => {
    const [phone, address] = [newPhone(), newAddress()]
    const tries = []
    let last = { signInId: '', code: '' }
    for (let time = 0; time < 4; time++) {
      const { signInId } = await ask(phone)
      const code = await codeOf(signInId)
      last = { signInId, code }
      for (let attempt = 0; attempt < 4; attempt++) tries.push(await refusalOf(tryCode(signInId, wrong(code), address)))
    }
    expect(tries.filter(({ code }) => code === 'wrong_code')).toHaveLength(15)
    expect(tries.at(-1)?.code).toBe('too_many_requests')
    expect(tries.at(-1)?.retryAfterSeconds).toBeGreaterThan(5 * 60)
    expect(tries.at(-1)?.retryAfterSeconds).toBeLessThanOrEqual(6 * 60)
    expect((await refusalOf(tryCode(last.signInId, last.code, address))).code).toBe('too_many_requests')
    expect((await tryCode(last.signInId, last.code)).status).toBe(201)
  })

  it('charge nobody for codes that are right', async () => {
    const address = newAddress()
    const phone = newPhone()
    for (let time = 0; time < 4; time++) {
      const { signInId } = await ask(phone)
      await tryCode(signInId, await codeOf(signInId), address)
    }
    expect(await database.many(sql`select from rate_limits where key = ${`${phone} ${address}`}`)).toEqual([])
  })

  it('leave a guesser from all networks five tries for each of the codes a number gets, and then none', async () => {
    const phone = newPhone()
    const asked = await Promise.all(Array.from({ length: 8 }, () => ask(phone)))
    expect((await refusalOf(ask(phone))).code).toBe('too_many_requests')
    for (const { signInId } of asked) {
      const code = await codeOf(signInId)
      await Promise.all(Array.from({ length: 6 }, () => refusalOf(tryCode(signInId, wrong(code)))))
      expect((await refusalOf(tryCode(signInId, code))).code).toBe('wrong_code')
    }
    const { tries } = await database.one<{ tries: number }>(sql`
      select sum(attempts)::int as tries from sign_ins where phone = ${phone}`)
    expect(tries).toBe(40)
  })
})

describe('an account that was not used for half a year', () => {
  const passDays = (phone: string, days: number) =>
    database.run(sql`update accounts set seen_at = seen_at - ${days} * interval '1 day' where phone = ${phone}`)
  const enter = async (phone: string, deviceToken?: string) => {
    const { signInId } = await ask(phone)
    const code = await codeOf(signInId)
    await signIn(orders, { signInId, code, deviceToken }, newAddress())
    return database.one<{ id: string; name: string | null }>(sql`select id, name from accounts where phone = ${phone}`)
  }
  const named = async () => {
    const person = await signInAs(orders)
    const address = { city: 'Заречье', street: 'Заводская улица', house: '7' }
    await changeProfile(person.actor, { name: 'Анна', addresses: [{ address }] })
    return person
  }

  it('is begun anew for who proves the phone, who may be another by then: nothing of before is shown', async () => {
    const { phone, accountId, actor } = await named()
    await passDays(phone, 181)
    const found = await enter(phone)
    expect(found.id).not.toBe(accountId)
    expect(found.name).toBeNull()
    expect((await refusalOf(readProfile(actor))).code).toBe('unauthorized')
    // Orders gives the phone to the new one.
    expect(orders.adopted).toContain(found.id)
    expect((await enter(phone)).id).toBe(found.id)
  })

  it('is found again on a device that has proven the phone, and on no other', async () => {
    const { phone, accountId, session } = await named()
    await passDays(phone, 400)
    expect(await enter(phone, session.deviceToken)).toEqual({ id: accountId, name: 'Анна' })
    await passDays(phone, 400)
    const { session: stranger } = await signInAs(orders)
    expect((await enter(phone, stranger.deviceToken)).id).not.toBe(accountId)
  })

  it('is begun anew once, however many prove the phone at that moment', async () => {
    const { phone } = await named()
    await passDays(phone, 181)
    const ids = await Promise.all([enter(phone), enter(phone), enter(phone)])
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1)
  })

  it('is none that was used meanwhile, be it by a session that goes on by itself', async () => {
    const { phone, accountId, cookie } = await named()
    await passDays(phone, 170)
    await refreshSession(cookie, undefined, newAddress())
    await passDays(phone, 100)
    expect((await enter(phone)).id).toBe(accountId)
  })
})

describe("orders placed as a guest with the account's phone", () => {
  it('are adopted at the first sign-in, and need not be again', async () => {
    const own = new PromisedOrders()
    const { accountId, phone } = await signInAs(own)
    await signInAs(own, phone)
    expect(own.adopted).toEqual([accountId])
  })

  it('are adopted later when orders is away, and nobody is kept from signing in', async () => {
    const own = new PromisedOrders()
    own.reachable = false
    const { accountId } = await signInAs(own)
    own.reachable = true
    await database.run(sql`
      update accounts set created_at = created_at - interval '1 minute' where id = ${accountId}`)
    await tendAccounts(own, Date.now() + 10_000)
    await tendAccounts(own, Date.now() + 10_000)
    expect(own.adopted).toEqual([accountId])
  })
})
