import { randomBytes, randomUUID } from 'node:crypto'
import { limits } from '../../../functions/backend/domain/limits.ts'
import { hashOfSecret, writeRefreshToken } from '../../../functions/backend/domain/refresh-token.ts'
import { eventually } from '../../support/eventually.ts'
import { newPhone, type Shopper } from '../../support/shopper.ts'
import { codeSentBy } from '../../support/sign-in.ts'
import type { TestShop } from '../../support/test-shop.ts'

export interface AccountInShop {
  id: string
  phone: string
}

/** An account as a sign-in leaves it. */
export const newAccount = async ({ db }: TestShop): Promise<AccountInShop> => {
  const account = { id: randomUUID(), phone: newPhone() }
  await db.query(`insert into backend.accounts (id, phone, language, orders_adopted_at) values ($1, $2, 'ru', now())`, [
    account.id,
    account.phone,
  ])
  return account
}

/** The Cookie header of a session. */
const newSession = async ({ db }: TestShop, { id }: AccountInShop): Promise<string> => {
  const token = { sessionId: randomUUID(), secret: randomBytes(32) }
  await db.query(
    `insert into backend.sessions (id, account_id, token_hash, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
    [token.sessionId, id, hashOfSecret(token.secret)],
  )
  return `korob_session=${writeRefreshToken(token)}`
}

/** The Cookie header of a session of its own. */
const newCookie = async (shop: TestShop): Promise<string> => newSession(shop, await newAccount(shop))

/** Sessions made while the shop is well: a foreign key is checked with the rights of its table's owner. */
export const newCookies = async (shop: TestShop, size = 60): Promise<string[]> => {
  const cookies: string[] = []
  while (cookies.length < size) cookies.push(await newCookie(shop))
  return cookies
}

/** A body for signIn that is right. */
export const askedCode = async ({ sms }: TestShop, shopper: Shopper): Promise<{ signInId: string; code: string }> => {
  const phone = newPhone()
  let signInId = ''
  const code = await codeSentBy(sms, phone, async () => {
    signInId = (await shopper.send<{ signInId: string }>('POST', '/api/sign-ins', { body: { phone } })).body.signInId
  })
  return { signInId, code }
}

/** A body for signInWithSpareCode that is right: of a text after which no other may be sent. */
export const askedSpare = async (
  { sms, db }: TestShop,
  shopper: Shopper,
): Promise<{ phone: string; spareCode: string }> => {
  const phone = newPhone()
  const { name, burst, everySeconds } = limits.codesOfNumber
  const isLast = async () => {
    await db.query(
      `insert into backend.rate_limits (name, key, full_at) values ($1, $2, now() + $3 * interval '1 second')
       on conflict (name, key) do nothing`,
      [name, phone, (burst - 1) * everySeconds],
    )
    await shopper.send('POST', '/api/sign-ins', { body: { phone } })
    const { rows } = await db.query('select from backend.sign_ins where phone = $1 and spare_hash is not null', [phone])
    return rows.length > 0
  }
  // Whoever else prepares a request at this moment may make limits forgotten.
  await eventually('the last code that may be sent', isLast)
  const spareCode = await eventually('a text with a spare code', () =>
    sms
      .inbox({ to: phone })
      .messages.flatMap(({ body }) => /[0-9A-Z]{4}(-[0-9A-Z]{4}){2}/.exec(body)?.[0] ?? [])
      .at(0),
  )
  return { phone, spareCode }
}

/** Somebody of the staff, for removal. */
export const newMember = async ({ db }: TestShop): Promise<string> => {
  const id = randomUUID()
  await db.query(
    `insert into backend.staff (id, phone, role, subject_id, name) values ($1, $2, 'operator', $1, 'Вера')`,
    [id, newPhone()],
  )
  return id
}

/** An operator who is signed in; as a member, the same id. */
export const newOperator = async (shop: TestShop): Promise<string> => {
  const account = await newAccount(shop)
  await newSession(shop, account)
  await shop.db.query(
    `insert into backend.staff (id, phone, role, subject_id, name) values ($1, $2, 'operator', $1, 'Вера')`,
    [account.id, account.phone],
  )
  return account.id
}

/** A courier of the fleet who has no phone yet. */
export const freeCourier = async ({ db }: TestShop): Promise<string> => {
  const { rows } = await db.query<{ id: string }>('select id from delivery.courier order by id limit 1')
  await db.query(`delete from backend.staff where role = 'courier' and subject_id = $1`, [rows[0]?.id])
  return rows[0]?.id ?? ''
}

/** Nobody has asked for anything yet. */
export const forgetLimits = ({ db }: TestShop) => db.query('delete from backend.rate_limits')

/** Who works for the shop, as they stand in its table. */
export const staffOf = async ({ db }: TestShop): Promise<object[]> =>
  (await db.query<object>('select * from backend.staff')).rows

/** Nobody else works for the shop than these. */
export const restoreStaff = async ({ db }: TestShop, staff: readonly object[]): Promise<void> => {
  await db.query('delete from backend.staff')
  await db.query('insert into backend.staff select * from jsonb_populate_recordset(null::backend.staff, $1)', [
    JSON.stringify(staff),
  ])
}
