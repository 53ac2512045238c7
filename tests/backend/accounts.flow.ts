import { randomUUID } from 'node:crypto'
import { database } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import type { Actor } from '@korob/platform/tokens'
import { beforeEach, describe, expect, it } from 'vitest'
import { askCode } from '../../functions/backend/actions/ask-code.ts'
import { deleteProfile } from '../../functions/backend/actions/delete-profile.ts'
import { changeMessages, readMessages } from '../../functions/backend/actions/messages-of-profile.ts'
import { askOrderLink } from '../../functions/backend/actions/order-links.ts'
import { changeProfile, exportProfile, readProfile } from '../../functions/backend/actions/profile.ts'
import { refreshSession } from '../../functions/backend/actions/refresh-session.ts'
import { saveCart } from '../../functions/backend/actions/saved-cart.ts'
import { seedStaff } from '../../functions/backend/actions/seed-staff.ts'
import { signIn } from '../../functions/backend/actions/sign-in.ts'
import {
  endSessionsOfMember,
  type FindCourier,
  inviteMember,
  listStaff,
  removeMember,
} from '../../functions/backend/actions/staff.ts'
import { tendAccounts } from '../../functions/backend/actions/tend-accounts.ts'
import { markDeleting, unmarkDeleting } from '../../functions/backend/store/accounts.ts'
import { insertMember } from '../../functions/backend/store/staff.ts'
import { newPhone } from '../support/shopper.ts'
import { codeOf, newAddress, PromisedOrders, PromisedTexts, refusalOf, signInAs } from './support/accounts.ts'
import { withBackend } from './support/backend.ts'
import { aCheckout, keyRow, leasesEnd, World } from './support/world.ts'

const backend = withBackend()

/** An operator who is signed in; as a member, the same id. */
const newOperator = async (): Promise<string> => {
  const [id, phone] = [newId(), newPhone()]
  await insertMember(database, { id, phone, role: 'operator', subjectId: id, name: 'Вера' }, null)
  await signInAs(new PromisedOrders(), phone, 'operator')
  return id
}

let operator: string
beforeEach(async () => {
  operator = await newOperator()
})

const inFleet: FindCourier = async (courierId) => ({ kind: 'done', value: { courierId } })
const invite = (role: 'operator' | 'courier', phone: string, courierId: string = newId()) =>
  inviteMember(
    inFleet,
    operator,
    role === 'courier' ? { role, phone, name: 'Илья', courierId } : { role, phone, name: 'Вера' },
  )

describe('a profile', () => {
  it('keeps what is changed, and leaves the rest as it is', async () => {
    const { actor, phone } = await signInAs(new PromisedOrders())
    const address = { city: 'Заречье', street: 'Заводская улица', house: '7' }
    await changeProfile(actor, { name: 'Анна', addresses: [{ label: 'Дом', address }] })
    await changeProfile(actor, { language: 'en' })
    expect(await readProfile(actor)).toMatchObject({
      phone,
      name: 'Анна',
      language: 'en',
      addresses: [{ label: 'Дом', address }],
      roles: ['shopper'],
    })
    expect((await changeProfile(actor, { name: '', addresses: [] })).name).toBeNull()
  })

  it('is exported with its sessions, its cart, what it wishes of texts, and every page of its orders', async () => {
    const [orders, texts] = [new PromisedOrders(), new PromisedTexts()]
    const { actor, phone } = await signInAs(orders)
    expect((await exportProfile(orders, texts, actor)).cart).toBeNull()
    const cart = { cartId: randomUUID(), lines: [{ productId: randomUUID(), quantity: 2 }] }
    await saveCart(actor, cart, undefined)
    await changeMessages(texts, actor, { orders: false })
    const data = await exportProfile(orders, texts, actor)
    expect(data).toMatchObject({ profile: { phone }, cart, orders: [{ orderId: 'first' }, { orderId: 'second' }] })
    expect(data.messages).toMatchObject({ phone, orders: false, stoppedBy: 'profile' })
    expect(data.sessions).toHaveLength(1)
    texts.state = 'away'
    expect((await refusalOf(exportProfile(orders, texts, actor))).code).toBe('unavailable')
    texts.state = 'reachable'
    orders.reachable = false
    expect((await refusalOf(exportProfile(orders, texts, actor))).code).toBe('unavailable')
  })

  it('tells whether texts come to its own number, and has that changed by who keeps it', async () => {
    const [orders, texts] = [new PromisedOrders(), new PromisedTexts()]
    const { actor, phone } = await signInAs(orders)
    expect(await readMessages(texts, actor)).toMatchObject({ phone, orders: true, stoppedAt: null })
    const now = new Date('2026-11-28T10:00:00.000Z')
    expect(await changeMessages(texts, actor, { orders: false }, now)).toMatchObject({ phone, orders: false })
    expect(texts.wishes).toEqual([{ phone, orders: false, wishedAt: now.toISOString() }])
    expect(await readMessages(texts, actor)).toMatchObject({ orders: false })
  })

  it('says which language texts are in: of codes for its phone and of its orders, unless the request says', async () => {
    const [orders, world] = [new PromisedOrders(), new World()]
    const { actor, phone } = await signInAs(orders)
    await changeProfile(actor, { language: 'en' })
    const languageOf = async (asked: { language?: 'ru' }) => {
      const { signInId } = await askCode({ phone, ...asked }, 'ru', newAddress())
      return database.one(sql`select language from sign_ins where id = ${signInId}`)
    }
    expect([await languageOf({}), await languageOf({ language: 'ru' })]).toEqual([
      { language: 'en' },
      { language: 'ru' },
    ])
    const told: string[] = []
    const connect = world.services.connect
    world.services.connect = (key) => {
      const services = connect.call(world.services, key)
      return {
        ...services,
        create: (draft, limitMs) => {
          told.push(draft.language)
          return services.create(draft, limitMs)
        },
      }
    }
    world.services.pieces = 20
    await world.order(randomUUID(), aCheckout(), [], actor)
    await world.order(randomUUID(), aCheckout({ language: 'ru' }), [], actor)
    await world.order(randomUUID(), aCheckout())
    expect(told).toEqual(['en', 'ru', 'ru'])
  })

  it('never tells that a wish about texts is kept when that is not known', async () => {
    const [orders, texts] = [new PromisedOrders(), new PromisedTexts()]
    const { actor } = await signInAs(orders)
    for (const state of ['away', 'lost'] as const) {
      texts.state = state
      const { code, retryAfterSeconds } = await refusalOf(changeMessages(texts, actor, { orders: false }))
      expect({ code, retryAfterSeconds }).toEqual({ code: 'unavailable', retryAfterSeconds: 2 })
      expect((await refusalOf(readMessages(texts, actor))).code).toBe('unavailable')
    }
    texts.state = 'reachable'
    texts.refusal = new Problem('stopped_by_phone')
    expect((await refusalOf(changeMessages(texts, actor, { orders: true }))).code).toBe('stopped_by_phone')
    await deleteProfile(orders, actor)
    expect((await refusalOf(readMessages(texts, actor))).code).toBe('unauthorized')
    expect((await refusalOf(changeMessages(texts, actor, { orders: true }))).code).toBe('unauthorized')
  })
})

describe('an account', () => {
  const traces = (phone: string) =>
    database.one<{ rows: number }>(sql`
      select (select count(*) from accounts where phone = ${phone})
             + (select count(*) from sign_ins where phone = ${phone}) as rows`)
  const news = (accountId: string) =>
    database.many(sql`select from outbox where type = 'account.deleted' and subject = ${accountId}`)

  it('is deleted with its sessions and codes, once orders has forgotten it, and the others are told once', async () => {
    const orders = new PromisedOrders()
    const { actor, accountId, phone, cookie } = await signInAs(orders)
    expect((await deleteProfile(orders, actor)).status).toBe(204)
    expect(orders.erased).toEqual([accountId])
    expect(await traces(phone)).toEqual({ rows: 0 })
    expect(await news(accountId)).toHaveLength(1)
    expect((await refusalOf(refreshSession(cookie, undefined, newAddress()))).code).toBe('unauthorized')
    expect((await refusalOf(readProfile(actor))).code).toBe('unauthorized')
    expect((await refusalOf(deleteProfile(orders, actor))).code).toBe('unauthorized')
    expect((await signInAs(orders, phone)).accountId).not.toBe(accountId)
  })

  const requestsWith = async (phone: string) =>
    (await database.many(sql`select from idempotency_keys where request::text like ${`%${phone}%`}`)).length

  it('leaves nothing of checkouts that have no answer, its own or a guest’s with its phone', async () => {
    const [orders, world] = [new PromisedOrders(), new World()]
    const { actor, phone } = await signInAs(orders)
    world.services.pieces = 20
    const [stranger, key] = [newPhone(), randomUUID()]
    const crashed = (whose: string, who?: Actor, under = randomUUID()) =>
      world.order(
        under,
        aCheckout({ contact: { name: 'Анна', phone: whose } }),
        [{ step: 'create', when: 'before', kind: 'crash' }],
        who,
      )
    await crashed(phone, actor, key)
    await crashed(phone)
    const friend = newPhone()
    await crashed(friend, actor)
    await crashed(stranger)
    // While one may still become an order the account waits for it.
    expect((await refusalOf(deleteProfile(orders, actor))).code).toBe('unavailable')
    expect(await requestsWith(phone)).toBe(2)
    await leasesEnd()
    expect((await deleteProfile(orders, actor)).status).toBe(204)
    expect([await requestsWith(phone), await requestsWith(friend), await requestsWith(stranger)]).toEqual([0, 0, 1])
    // The schedule has nothing to go on with; a client that comes again has.
    await world.resume()
    expect(await keyRow(key)).toMatchObject({ point: 'started', request: {} })
  })

  it('that is deleted and made anew gets no more codes than it had left', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    for (let time = 0; time < 8; time++) {
      const { actor } = await signInAs(orders, phone)
      expect((await deleteProfile(orders, actor)).status).toBe(204)
    }
    expect((await refusalOf(signInAs(orders, phone))).code).toBe('too_many_requests')
  })

  it('that was deleted leaves its limits for thirty hours at most', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    const { actor } = await signInAs(orders, phone)
    await deleteProfile(orders, actor)
    await database.run(sql`
      update rate_limits set full_at = full_at - interval '30 hours' where key = ${phone}`)
    await tendAccounts(orders, Date.now() + 10_000)
    expect(await database.many(sql`select from rate_limits where key = ${phone}`)).toEqual([])
  })

  it('stays while an order is under way, and says which', async () => {
    const orders = new PromisedOrders()
    const { actor, phone } = await signInAs(orders)
    orders.open = ['10001-4']
    const { code, details } = await refusalOf(deleteProfile(orders, actor))
    expect({ code, details }).toEqual({ code: 'open_orders', details: { orders: ['10001-4'] } })
    expect(await readProfile(actor)).toMatchObject({ phone })
    await database.run(sql`update accounts set deleting_since = deleting_since - interval '1 hour'`)
    await tendAccounts(orders, Date.now() + 10_000)
    expect(await readProfile(actor)).toMatchObject({ phone })
  })

  it('whose deletion broke off anywhere is deleted by the schedule', async () => {
    const orders = new PromisedOrders()
    const { actor, accountId, phone } = await signInAs(orders)
    orders.reachable = false
    expect((await refusalOf(deleteProfile(orders, actor))).code).toBe('unavailable')
    orders.reachable = true
    await database.run(sql`
      update accounts set deleting_since = deleting_since - interval '1 minute' where id = ${accountId}`)
    await Promise.all([tendAccounts(orders, Date.now() + 10_000), tendAccounts(orders, Date.now() + 10_000)])
    expect(await traces(phone)).toEqual({ rows: 0 })
    expect(await news(accountId)).toHaveLength(1)
  })

  const longAgo = (accountId: string) =>
    database.run(sql`update accounts set deleting_since = deleting_since - interval '1 minute' where id = ${accountId}`)

  it('of who works for the shop stays, also when the process that was to look dies before it does', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    await invite('operator', phone)
    const { accountId, actor } = await signInAs(orders, phone)
    await markDeleting(accountId)
    await longAgo(accountId)
    expect(await tendAccounts(orders, Date.now() + 10_000)).toMatchObject({ deleted: 0 })
    expect(await readProfile(actor)).toMatchObject({ phone, roles: ['shopper', 'operator'] })
    expect(orders.erased).toEqual([])
    expect((await signInAs(orders, phone, 'operator')).accountId).toBe(accountId)
  })

  it('that is being deleted takes up no role: the next of its phone does', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    const { accountId } = await signInAs(orders, phone)
    orders.erase = async ({ accountId: erased }) => {
      orders.erased.push(erased)
      return { kind: 'unknown', reason: 'the answer was lost' }
    }
    await markDeleting(accountId)
    await longAgo(accountId)
    await tendAccounts(orders, Date.now() + 10_000)
    expect(orders.erased).toEqual([accountId])
    await invite('operator', phone)
    expect((await signInAs(orders, phone, 'operator')).session.roles).toEqual(['shopper'])
    await tendAccounts(new PromisedOrders(), Date.now() + 10_000)
    const next = await signInAs(orders, phone, 'operator')
    expect(next.accountId).not.toBe(accountId)
    expect(next.session.roles).toEqual(['shopper', 'operator'])
  })

  it('that orders has forgotten is never kept: a role that it has all the same lapses', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    const { accountId, actor } = await signInAs(orders, phone)
    const { erase } = orders
    // Met after orders has forgotten the account, and before it is gone.
    const world = new World()
    const wish = aCheckout({ contact: { name: 'Анна', phone } })
    orders.erase = async (account) => {
      const outcome = await erase.call(orders, account)
      await world.order(randomUUID(), wish, [{ step: 'create', when: 'before', kind: 'crash' }])
      return outcome
    }
    expect((await refusalOf(deleteProfile(orders, actor))).code).toBe('unavailable')
    orders.erase = erase
    await leasesEnd()
    const { memberId } = await invite('courier', phone)
    await database.run(sql`update staff set account_id = ${accountId} where id = ${memberId}`)
    expect(await unmarkDeleting(accountId)).toBe(false)
    await longAgo(accountId)
    expect(await tendAccounts(orders, Date.now() + 10_000)).toMatchObject({ deleted: 1 })
    expect((await refusalOf(readProfile(actor))).code).toBe('unauthorized')
    expect((await signInAs(orders, phone, 'courier')).session.roles).toEqual(['shopper'])
  })

  it('is forgotten by orders only once no checkout of it runs, which may still make an order', async () => {
    const [orders, world] = [new PromisedOrders(), new World()]
    const { actor, phone } = await signInAs(orders)
    const crash = [{ step: 'create', when: 'before', kind: 'crash' }] as const
    await world.order(randomUUID(), aCheckout({ contact: { name: 'Анна', phone } }), [...crash], actor)
    expect((await refusalOf(deleteProfile(orders, actor))).code).toBe('unavailable')
    expect(orders.erased).toEqual([])
    await leasesEnd()
    expect((await deleteProfile(orders, actor)).status).toBe(204)
  })

  it('of who works for the shop stays until an operator has taken the role away', async () => {
    const orders = new PromisedOrders()
    const phone = newPhone()
    const { memberId } = await invite('courier', phone)
    const { actor } = await signInAs(orders, phone)
    expect((await refusalOf(deleteProfile(orders, actor))).code).toBe('staff_conflict')
    await removeMember(operator, memberId)
    expect((await deleteProfile(orders, actor)).status).toBe(204)
  })
})

describe('staff', () => {
  it('have a token for each role: delivery’s courier, and the shopper they are as well', async () => {
    const [phone, courierId] = [newPhone(), newId()]
    await invite('courier', phone, courierId)
    const asCourier = await signInAs(new PromisedOrders(), phone, 'courier')
    expect(asCourier.actor).toEqual({ role: 'courier', id: courierId })
    expect(asCourier.session.roles).toEqual(['shopper', 'courier'])
    const { body } = await refreshSession(asCourier.cookie, 'shopper', newAddress())
    expect(body).toMatchObject({ role: 'shopper' })
  })

  it('are who proved the phone since they were invited, not who has a session of it from before', async () => {
    const before = await signInAs(new PromisedOrders())
    await invite('operator', before.phone)
    const { body } = await refreshSession(before.cookie, 'operator', newAddress())
    expect(body).toMatchObject({ role: 'shopper', roles: ['shopper'] })
    expect(await readProfile(before.actor)).toMatchObject({ roles: ['shopper'] })
    const { session } = await signInAs(new PromisedOrders(), before.phone, 'operator')
    expect(session.roles).toEqual(['shopper', 'operator'])
  })

  it('get no role that they have not', async () => {
    const { session, actor, accountId } = await signInAs(new PromisedOrders(), newPhone(), 'operator')
    expect(session.role).toBe('shopper')
    expect(actor).toEqual({ role: 'shopper', id: accountId })
  })

  it('are signed out with the role that is taken away', async () => {
    const phone = newPhone()
    const { memberId } = await invite('courier', phone)
    const { cookie } = await signInAs(new PromisedOrders(), phone, 'courier')
    await removeMember(operator, memberId)
    expect((await refusalOf(refreshSession(cookie, 'courier', newAddress()))).code).toBe('unauthorized')
    expect((await signInAs(new PromisedOrders(), phone, 'courier')).session.role).toBe('shopper')
  })

  it('are signed out everywhere when an operator says so, and keep the role', async () => {
    const phone = newPhone()
    const { memberId } = await invite('courier', phone)
    const { cookie } = await signInAs(new PromisedOrders(), phone, 'courier')
    const other = await signInAs(new PromisedOrders())
    expect(await endSessionsOfMember(operator, memberId)).toEqual({ ended: 1 })
    expect(await endSessionsOfMember(operator, memberId)).toEqual({ ended: 0 })
    expect((await refusalOf(refreshSession(cookie, 'courier', newAddress()))).code).toBe('unauthorized')
    expect((await refreshSession(other.cookie, undefined, newAddress())).status).toBe(200)
    expect((await signInAs(new PromisedOrders(), phone, 'courier')).session.role).toBe('courier')
    expect((await refusalOf(endSessionsOfMember(operator, newId()))).code).toBe('not_found')
  })

  // "Who did it": what operators do to each other, too.
  /** As if nobody had been seen for so long. */
  const idle = (phone: string, days: number) =>
    database.run(sql`update accounts set seen_at = now() - ${days} * interval '1 day' where phone = ${phone}`)
  const memberOf = async (memberId: string) => (await listStaff()).staff.find((one) => one.memberId === memberId)

  it('lose the role with the number: who gets it next has neither, and may delete the account', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    const { memberId } = await invite('operator', phone)
    expect(await memberOf(memberId)).toMatchObject({ state: 'invited' })
    const first = await signInAs(orders, phone, 'operator')
    expect(first.session.role).toBe('operator')
    expect(await memberOf(memberId)).toMatchObject({ state: 'active' })
    await idle(phone, 200)
    const next = await signInAs(orders, phone, 'operator')
    expect(next.accountId).not.toBe(first.accountId)
    expect(next.session.roles).toEqual(['shopper'])
    expect((await refreshSession(next.cookie, 'operator', newAddress())).body).toMatchObject({ role: 'shopper' })
    expect((await readProfile(next.actor)).roles).toEqual(['shopper'])
    expect(await memberOf(memberId)).toMatchObject({ state: 'lapsed' })
    // The token of before may live for some minutes.
    const act = () => inviteMember(inFleet, memberId, { role: 'operator', phone: newPhone(), name: 'Вера' })
    expect((await refusalOf(act())).code).toBe('forbidden')
    await removeMember(operator, memberId)
    expect((await refreshSession(next.cookie, undefined, newAddress())).status).toBe(200)
    expect((await deleteProfile(orders, next.actor)).status).toBe(204)
  })

  it('lose it sooner than the account, on a device that never proved the number; on one that did they keep it', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    await invite('courier', phone)
    const first = await signInAs(orders, phone, 'courier')
    await idle(phone, 60)
    const { signInId } = await askCode({ phone, deviceToken: first.session.deviceToken }, 'ru', newAddress())
    const known = await signIn(
      orders,
      { signInId, code: await codeOf(signInId), role: 'courier', deviceToken: first.session.deviceToken },
      newAddress(),
    )
    expect(known.body).toMatchObject({ role: 'courier' })
    await idle(phone, 60)
    const elsewhere = await signInAs(orders, phone, 'courier')
    expect(elsewhere.accountId).toBe(first.accountId)
    expect(elsewhere.session.roles).toEqual(['shopper'])
  })

  it('that have lapsed are given anew by being invited, to whoever signs in then, and under another id', async () => {
    const [orders, phone, courierId] = [new PromisedOrders(), newPhone(), newId()]
    const { memberId } = await invite('courier', phone, courierId)
    await signInAs(orders, phone, 'courier')
    await idle(phone, 60)
    expect((await signInAs(orders, phone, 'courier')).session.role).toBe('shopper')
    const again = await invite('courier', phone, courierId)
    expect(again).toMatchObject({ courierId, state: 'invited' })
    expect(again.memberId).not.toBe(memberId)
    expect((await signInAs(orders, phone, 'courier')).session.role).toBe('courier')
    // A courier with another number, who has given up the one before.
    await idle(phone, 60)
    await signInAs(orders, phone)
    const other = newPhone()
    await invite('courier', other, courierId)
    expect((await signInAs(orders, other, 'courier')).session.role).toBe('courier')
    expect((await signInAs(orders, phone, 'courier')).session.role).toBe('shopper')
  })

  it('who were invited and never came have no role after a month', async () => {
    const phone = newPhone()
    const { memberId } = await invite('operator', phone)
    await database.run(sql`update staff set invited_at = now() - interval '31 days' where id = ${memberId}`)
    expect((await signInAs(new PromisedOrders(), phone, 'operator')).session.role).toBe('shopper')
    expect(await memberOf(memberId)).toMatchObject({ state: 'lapsed' })
  })

  it('who were invited and delete their account instead are forgotten with it', async () => {
    const orders = new PromisedOrders()
    const { actor, phone } = await signInAs(orders)
    const { memberId } = await invite('courier', phone)
    expect((await deleteProfile(orders, actor)).status).toBe(204)
    expect(await memberOf(memberId)).toBeUndefined()
    expect((await signInAs(orders, phone, 'courier')).session.role).toBe('shopper')
  })

  it('have their role at each of several sign-ins at once, the first of all', async () => {
    const phone = newPhone()
    await invite('operator', phone)
    const orders = new PromisedOrders()
    const entered = await Promise.all([1, 2, 3].map(() => signInAs(orders, phone, 'operator')))
    expect(entered.map(({ session }) => session.role)).toEqual(['operator', 'operator', 'operator'])
  })

  it('are in the audit log with who invited, signed out and removed them, and without names and phones', async () => {
    const [phone, courierId] = [newPhone(), newId()]
    const { memberId } = await invite('courier', phone, courierId)
    await invite('courier', phone, courierId)
    await endSessionsOfMember(operator, memberId)
    await removeMember(operator, memberId)
    const entries = await database.many(sql`
      select actor_id as by, action, before, after from audit_log where target_id = ${memberId} order by id`)
    const role = { role: 'courier', courierId }
    expect(entries).toEqual([
      { by: operator, action: 'member.invite', before: null, after: role },
      { by: operator, action: 'member.end_sessions', before: null, after: { ended: 0 } },
      { by: operator, action: 'member.remove', before: role, after: { endedSessions: 0 } },
    ])
  })

  it('are neither invited nor removed without an entry in the audit log', async () => {
    const phone = newPhone()
    const { memberId } = await invite('courier', phone)
    const invited = newPhone()
    await backend().admin.query('revoke insert on backend.audit_log from backend')
    try {
      await expect(removeMember(operator, memberId)).rejects.toThrow('audit_log')
      await expect(invite('operator', invited)).rejects.toThrow('audit_log')
    } finally {
      await backend().admin.query('grant insert on backend.audit_log to backend')
    }
    const { staff } = await listStaff()
    expect(staff.map((one) => one.memberId)).toContain(memberId)
    expect(staff.map((one) => one.phone)).not.toContain(invited)
  })

  // An access token lives on for a quarter of an hour.
  it.each([
    ['was removed', removeMember],
    ['was signed out everywhere', endSessionsOfMember],
  ])('are neither invited, removed nor signed out by an operator who %s', async (_what, end) => {
    const [other, { memberId }] = [await newOperator(), await invite('courier', newPhone())]
    await end(operator, other)
    const phone = newPhone()
    const deeds = [
      () => inviteMember(inFleet, other, { role: 'operator', phone, name: 'Вера' }),
      () => removeMember(other, memberId),
      () => endSessionsOfMember(other, operator),
    ]
    for (const deed of deeds) expect((await refusalOf(deed())).code).toBe('forbidden')
    const { staff } = await listStaff()
    expect(staff.map((one) => one.phone)).not.toContain(phone)
    expect(staff.map((one) => one.memberId)).toContain(memberId)
  })

  it('may be operated on again by an operator who was signed out, and has signed in anew', async () => {
    const [id, phone] = [newId(), newPhone()]
    await insertMember(database, { id, phone, role: 'operator', subjectId: id, name: 'Вера' }, null)
    await signInAs(new PromisedOrders(), phone, 'operator')
    await endSessionsOfMember(operator, id)
    await signInAs(new PromisedOrders(), phone, 'operator')
    expect(await endSessionsOfMember(id, operator)).toEqual({ ended: 1 })
  })

  it('are invited by an operator who is being removed either before it or not at all', async () => {
    for (let time = 0; time < 5; time++) {
      const [other, phone] = [await newOperator(), newPhone()]
      const [invited] = await Promise.allSettled([
        inviteMember(inFleet, other, { role: 'operator', phone, name: 'Вера' }),
        removeMember(operator, other),
      ])
      const entries = await database.many<{ action: string }>(sql`
        select action from audit_log
         where (actor_id = ${other} and action = 'member.invite') or (target_id = ${other} and action = 'member.remove')
         order by id`)
      const removed = { action: 'member.remove' }
      expect(entries).toEqual(invited.status === 'fulfilled' ? [{ action: 'member.invite' }, removed] : [removed])
    }
  })

  it('are invited once, by however many operators at once; a courier has one phone', async () => {
    const [phone, courierId] = [newPhone(), newId()]
    const invited = await Promise.all(Array.from({ length: 5 }, () => invite('courier', phone, courierId)))
    expect(new Set(invited.map(({ memberId }) => memberId)).size).toBe(1)
    expect((await refusalOf(invite('courier', newPhone(), courierId))).code).toBe('staff_conflict')
    const nobody: FindCourier = async () => ({ kind: 'unknown', reason: 'delivery is away' })
    const invitation = { role: 'courier', phone: newPhone(), name: 'Илья', courierId: newId() } as const
    expect((await refusalOf(inviteMember(nobody, operator, invitation))).code).toBe('unavailable')
  })

  it('keep an operator, also when two remove each other at the same moment', async () => {
    const other = await newOperator()
    await database.run(sql`delete from staff where role = 'operator' and id not in (${operator}, ${other})`)
    await Promise.allSettled([removeMember(operator, other), removeMember(other, operator)])
    const left = (await listStaff()).staff.filter(({ role }) => role === 'operator').map(({ memberId }) => memberId)
    expect(left).toHaveLength(1)
    const last = left[0] ?? ''
    expect((await refusalOf(removeMember(last, last))).code).toBe('staff_conflict')
  })

  it('keep an operator who has come: one who was only invited may never', async () => {
    await database.run(sql`delete from staff where role = 'operator' and id <> ${operator}`)
    const phone = newPhone()
    const { memberId } = await invite('operator', phone)
    expect((await refusalOf(removeMember(operator, operator))).code).toBe('staff_conflict')
    await signInAs(new PromisedOrders(), phone, 'operator')
    await removeMember(operator, operator)
    expect((await memberOf(memberId))?.state).toBe('active')
  })

  it('begin with the operator that set-up names; where the shop is not on one machine there is none of the demo', async () => {
    const phone = newPhone()
    process.env.STAGE = 'prod'
    try {
      await expect(seedStaff()).rejects.toThrow(/operatorPhone/)
      await expect(seedStaff({ operatorPhone: 'none' })).rejects.toThrow(/no phone/)
      expect(await seedStaff({ operatorPhone: phone })).toEqual({ added: 1 })
      expect(await seedStaff({ operatorPhone: phone })).toEqual({ added: 0 })
    } finally {
      process.env.STAGE = 'local'
    }
    expect((await signInAs(new PromisedOrders(), phone, 'operator')).session.role).toBe('operator')
    expect(await seedStaff()).toEqual({ added: 5 })
  })
})

describe('an account that was not used until somebody else proved the phone', () => {
  it('is forgotten by orders, too: by the schedule, which asks again while orders is away or has some under way', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    await database.run(sql`delete from left_accounts`)
    const { accountId } = await signInAs(orders, phone)
    await database.run(sql`update accounts set seen_at = now() - interval '200 days' where id = ${accountId}`)
    const next = await signInAs(orders, phone)
    expect(next.accountId).not.toBe(accountId)
    const asked: { accountId: string; phone?: string }[] = []
    const { erase } = orders
    orders.erase = (account) => {
      asked.push(account)
      return erase(account)
    }
    const tend = () => tendAccounts(orders, Date.now() + 10_000)
    const due = () => database.run(sql`update left_accounts set ask_at = now()`)
    orders.reachable = false
    expect(await tend()).toMatchObject({ left: 0 })
    orders.reachable = true
    orders.open = ['10001-4']
    await due()
    expect(await tend()).toMatchObject({ left: 0 })
    orders.open = []
    expect(await tend()).toMatchObject({ left: 0 })
    await due()
    expect(await tend()).toMatchObject({ left: 1 })
    await due()
    expect(await tend()).toMatchObject({ left: 0 })
    expect(asked).toEqual([{ accountId }, { accountId }, { accountId }])
    expect(orders.erased).toEqual([accountId])
  })
})

describe('number and phone of an order', () => {
  const at = '2026-12-01T07:00:00Z'
  const ask = (orders: PromisedOrders, phone: string, address = newAddress()) =>
    askOrderLink(orders, { number: '10001-4', phone }, address)
  const waits = { code: 'too_many_requests', retryAfterSeconds: expect.any(Number) }

  it('may be tried wrongly five times from a network, one after another or at once, and are answered alike', async () => {
    const orders = new PromisedOrders()
    const [phone, address] = [newPhone(), newAddress()]
    const codes = (await Promise.all(Array.from({ length: 8 }, () => refusalOf(ask(orders, phone, address))))).map(
      ({ code }) => code,
    )
    expect(codes.toSorted()).toEqual([...Array(5).fill('not_found'), ...Array(3).fill('too_many_requests')])
    expect(await refusalOf(ask(orders, phone, address))).toMatchObject(waits)
    expect((await refusalOf(ask(orders, newPhone(), address))).code).toBe('not_found')
  })

  it('that are right are not counted, nor is what got no answer, and a stranger keeps nobody of another network out', async () => {
    const orders = new PromisedOrders()
    const [phone, address] = [newPhone(), newAddress()]
    for (let time = 0; time < 6; time++) await refusalOf(ask(orders, phone))
    for (const reachable of [false, true]) {
      orders.reachable = reachable
      if (reachable)
        orders.find = async () => ({ kind: 'done', value: { orderId: newId(), number: '1', linksFrom: at } })
      for (let time = 0; time < 8; time++) {
        const answer = await ask(orders, phone, address).catch(({ code }: Problem) => code)
        if (reachable) expect(answer).toMatchObject({ number: '1' })
        else expect(answer).toBe('unavailable')
      }
    }
  })

  it('may be tried wrongly thirty times in a day, from however many networks', async () => {
    const [orders, phone] = [new PromisedOrders(), newPhone()]
    const tries = await Promise.all(Array.from({ length: 33 }, () => refusalOf(ask(orders, phone))))
    expect(tries.filter(({ code }) => code === 'not_found')).toHaveLength(30)
    expect(await refusalOf(ask(orders, phone))).toMatchObject(waits)
  })

  it('may be tried sixty times from an address, whichever orders they are of', async () => {
    const [orders, address] = [new PromisedOrders(), newAddress()]
    const tries = Array.from({ length: 61 }, () =>
      refusalOf(askOrderLink(orders, { number: '10001-4', phone: newPhone() }, address)),
    )
    const refused = (await Promise.all(tries)).filter(({ code }) => code === 'too_many_requests')
    expect(refused).toHaveLength(1)
    expect(refused[0]?.retryAfterSeconds).toBeGreaterThan(0)
    const elsewhere = refusalOf(askOrderLink(orders, { number: '10001-4', phone: newPhone() }, newAddress()))
    expect((await elsewhere).code).toBe('not_found')
  })
})
