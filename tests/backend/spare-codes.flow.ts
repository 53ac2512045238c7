import { database } from '@korob/platform/database'
import { unseal } from '@korob/platform/sealed'
import { sql } from '@korob/platform/sql'
import { describe, expect, it } from 'vitest'
import type { NewSessionAnswer } from '../../functions/backend/account-views.ts'
import { askCode } from '../../functions/backend/actions/ask-code.ts'
import { deleteProfile } from '../../functions/backend/actions/delete-profile.ts'
import { signIn } from '../../functions/backend/actions/sign-in.ts'
import { signInWithSpare } from '../../functions/backend/actions/sign-in-with-spare.ts'
import { tendAccounts } from '../../functions/backend/actions/tend-accounts.ts'
import { spareLivesMs } from '../../functions/backend/domain/spare-code.ts'
import { newPhone } from '../support/shopper.ts'
import { codeOf, newAddress, PromisedOrders, refusalOf, signInAs } from './support/accounts.ts'
import { withBackend } from './support/backend.ts'

withBackend()

const orders = new PromisedOrders()
const ask = (phone: string, address = newAddress()) => askCode({ phone }, 'ru', address)
const enter = (phone: string, spareCode: string, address = newAddress()) =>
  signInWithSpare(orders, { phone, spareCode }, address)

/** The spare codes that the phone's owner has been texted, the last one last. */
const sparesOf = async (phone: string): Promise<string[]> => {
  const rows = await database.many<{ id: string; sealed: string }>(sql`
    select subject as id, envelope -> 'data' ->> 'sealedSpare' as sealed from outbox
     where envelope -> 'data' ->> 'phone' = ${phone} and envelope -> 'data' ? 'sealedSpare' order by outbox.id`)
  const codes = await Promise.all(rows.map(({ id, sealed }) => unseal(sealed, id)))
  return codes.map((code) => code ?? '')
}
/** As many codes as may be sent now, each asked for from another network. */
const exhaust = async (phone: string): Promise<void> => {
  while ((await Promise.allSettled([ask(phone)]))[0]?.status === 'fulfilled');
}
/** As if so much time had passed for a number's limits and codes. */
const passTime = async (phone: string, seconds: number): Promise<void> => {
  await database.run(sql`
    update rate_limits set full_at = full_at - ${seconds} * interval '1 second' where key like ${`${phone}%`}`)
  await database.run(sql`
    update sign_ins set expires_at = expires_at - ${seconds} * interval '1 second',
                        spare_until = spare_until - ${seconds} * interval '1 second' where phone = ${phone}`)
}

describe('whoever uses up the codes of a number, from however many networks, keeps nobody out', () => {
  it('who has the phone: the last text has a spare code, which signs in on a new device', async () => {
    const phone = newPhone()
    await exhaust(phone)
    const address = newAddress()
    expect((await refusalOf(ask(phone, address))).code).toBe('too_many_requests')
    const [spare = ''] = await sparesOf(phone)
    expect(spare).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    const { status, body, headers } = await enter(phone, spare.toLowerCase().replaceAll('-', ''), address)
    expect(status).toBe(201)
    expect(headers['set-cookie']).toMatch(/^korob_session=/)
    // From then on the device has an allowance of its own.
    const { deviceToken } = body as NewSessionAnswer
    await askCode({ phone, deviceToken }, 'ru', address)
  })

  it('for days: at any moment that a code is refused there is a spare one that works', async () => {
    const phone = newPhone()
    let refused = 0
    for (let minutes = 0; minutes < 3 * 24 * 60; minutes += 47) {
      await exhaust(phone)
      refused += 1
      const spare = (await sparesOf(phone)).at(-1) ?? ''
      // Not used, so that none of the owner's own helps.
      const { n } = await database.one<{ n: number }>(sql`
        select count(*)::int as n from sign_ins where phone = ${phone} and spare_until > now() and used_at is null`)
      expect(n).toBeGreaterThan(0)
      expect(spare).not.toBe('')
      await passTime(phone, 47 * 60)
    }
    expect(refused).toBeGreaterThan(90)
    await exhaust(phone)
    expect((await enter(phone, (await sparesOf(phone)).at(-1) ?? '')).status).toBe(201)
  })

  it('of one network either, by asking from the very same', async () => {
    const [phone, address] = [newPhone(), newAddress()]
    for (let time = 0; time < 4; time++) await ask(phone, address)
    expect((await refusalOf(ask(phone, address))).code).toBe('too_many_requests')
    expect((await enter(phone, (await sparesOf(phone)).at(-1) ?? '', address)).status).toBe(201)
  })

  it('by trying wrong spare codes, as many as they like', async () => {
    const phone = newPhone()
    await exhaust(phone)
    const [spare = ''] = await sparesOf(phone)
    const tries = await Promise.all(Array.from({ length: 60 }, () => refusalOf(enter(phone, '0000-0000-0000'))))
    expect(new Set(tries.map(({ code }) => code))).toEqual(new Set(['wrong_code']))
    expect((await enter(phone, spare)).status).toBe(201)
  })
})

describe('a spare code', () => {
  it('is in no text after which another may be sent, so that most are short', async () => {
    const { phone } = await signInAs(orders)
    await ask(phone)
    expect(await sparesOf(phone)).toEqual([])
  })

  it('works once, also at ten places at once, and the six digits of its text not after it', async () => {
    const [phone, address] = [newPhone(), newAddress()]
    for (let time = 0; time < 3; time++) await ask(phone, address)
    const { signInId } = await ask(phone, address)
    const code = await codeOf(signInId)
    const [spare = ''] = await sparesOf(phone)
    const entered = await Promise.allSettled(Array.from({ length: 10 }, () => enter(phone, spare)))
    expect(entered.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await refusalOf(enter(phone, spare))).code).toBe('wrong_code')
    expect((await refusalOf(signIn(orders, { signInId, code }, newAddress()))).code).toBe('wrong_code')
  })

  it('opens no other number, ends after some hours, and is gone with the account and from the database', async () => {
    const [phone, other] = [newPhone(), newPhone()]
    await Promise.all([exhaust(phone), exhaust(other)])
    const [[spare = ''], [ofOther = '']] = [await sparesOf(phone), await sparesOf(other)]
    expect((await refusalOf(enter(other, spare))).code).toBe('wrong_code')
    await passTime(phone, 3 * 3600)
    await tendAccounts(orders, Date.now() + 10_000)
    await passTime(phone, spareLivesMs / 1000 - 3 * 3600)
    expect((await refusalOf(enter(phone, spare))).code).toBe('wrong_code')
    await tendAccounts(orders, Date.now() + 10_000)
    expect(await database.many(sql`select from sign_ins where phone = ${phone}`)).toEqual([])
    // One that is not used either is gone with the account.
    const { actor, phone: own } = await signInAs(orders)
    await exhaust(own)
    const left = (await sparesOf(own)).at(-1) ?? ''
    await deleteProfile(orders, actor)
    expect((await refusalOf(enter(own, left))).code).toBe('wrong_code')
    expect((await enter(other, ofOther)).status).toBe(201)
  })

  it('is kept as a keyed hash, and leaves sealed', async () => {
    const phone = newPhone()
    await exhaust(phone)
    const [spare = ''] = await sparesOf(phone)
    const { hash } = await database.one<{ hash: Buffer }>(sql`
      select spare_hash as hash from sign_ins where phone = ${phone} and spare_hash is not null limit 1`)
    expect(hash).toHaveLength(32)
    const rows = await database.many<{ envelope: object; secret: string[] }>(sql`
      select envelope, secret from outbox where envelope -> 'data' ->> 'phone' = ${phone}`)
    expect(JSON.stringify(rows)).not.toContain(spare)
    expect(rows.at(-1)?.secret).toEqual(['phone', 'sealed', 'sealedSpare'])
  })

  it('may be tried 120 times from an address, whichever numbers it is tried for', async () => {
    const address = newAddress()
    const tries = await Promise.all(
      Array.from({ length: 121 }, () => refusalOf(enter(newPhone(), '0000-0000-0000', address))),
    )
    expect(tries.filter(({ code }) => code === 'too_many_requests')).toHaveLength(1)
  })
})
