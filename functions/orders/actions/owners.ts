import { recordAction } from '@korob/platform/audit-log'
import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { publish } from '@korob/platform/outbox'
import { linksSubject, orderAnonymised, orderLinksRevoked, personSubject } from '../contract.ts'
import { orderNumber, readOrderNumber } from '../domain/order-number.ts'
import { markRevoked } from '../store/order-links.ts'
import {
  adoptGuestOrders,
  anonymiseOrders,
  forgetAccount,
  isErased,
  keepPhone,
  lockOwner,
  readOpenOrders,
  revokeOrderLinks,
  shareAccount,
} from '../store/owners.ts'
import { findByPhone } from '../store/read-order.ts'

/** Within these days no network gives a number to somebody else. */
const guestOrdersDays = 90

interface Owner {
  accountId: string
  phone: string
}

/** Gives an account what was ordered as a guest with its phone. @throws Problem wrong_state once it was erased */
export const adopt = ({ accountId, phone }: Owner): Promise<{ adopted: number }> =>
  transaction(async (tx) => {
    await shareAccount(tx, accountId)
    if (await isErased(tx, accountId)) throw new Problem('wrong_state')
    await lockOwner(tx, 'phone', phone)
    await keepPhone(tx, accountId, phone)
    return { adopted: await adoptGuestOrders(tx, accountId, phone, guestOrdersDays) }
  })

/**
 * Forgets whose orders an account's were; again, what was over since then as well. What is ordered after the first time is a
 * guest's, and keeps nobody from being forgotten.
 * @param phone the account's, with which guests' orders are its own; none for an account whose number is another's by now
 * @throws Problem open_orders while a courier still has to find somebody, or somebody is to get money back
 */
export const erase = ({
  accountId,
  phone,
}: {
  accountId: string
  phone?: string | undefined
}): Promise<{ erased: number }> =>
  transaction(async (tx) => {
    await lockOwner(tx, 'account', accountId)
    if (phone !== undefined) await lockOwner(tx, 'phone', phone)
    const isBegun = await isErased(tx, accountId)
    const open = isBegun ? [] : await readOpenOrders(tx, accountId, phone, guestOrdersDays)
    if (open.length > 0) {
      const numbersOf = (some: typeof open) => some.map(({ serial }) => orderNumber(serial))
      const toRefund = numbersOf(open.filter(({ isOwed }) => isOwed))
      throw new Problem('open_orders', {
        details: { orders: numbersOf(open), ...(toRefund.length > 0 && { toRefund }) },
      })
    }
    await forgetAccount(tx, accountId)
    const ids = await anonymiseOrders(tx, accountId, phone)
    for (const orderId of ids) await publish(tx, orderAnonymised, personSubject(orderId), 1, { orderId })
    return { erased: ids.length }
  })

/** Voids an order's links. @throws Problem not_found */
export const revoke = (orderId: string, operatorId: string): Promise<{ revokedAt: string }> =>
  transaction(async (tx) => {
    const revoked = await revokeOrderLinks(tx, orderId)
    if (!revoked) throw new Problem('not_found')
    await markRevoked(tx, orderId, revoked.revokedAt)
    const revokedAt = revoked.revokedAt.toISOString()
    await publish(tx, orderLinksRevoked, linksSubject(orderId), revoked.revision, { orderId, revokedAt })
    const target = { type: 'order', id: orderId }
    await recordAction(tx, { operatorId, action: 'order.revoke_links', target, after: { revokedAt } })
    return { revokedAt }
  })

/** The order that somebody knows the number and the phone of. @throws Problem not_found, whichever is wrong */
export const find = async (number: string, phone: string) => {
  const serial = readOrderNumber(number)
  const found = serial === undefined ? undefined : await findByPhone(serial, phone)
  if (found === undefined || serial === undefined) throw new Problem('not_found')
  return { orderId: found.orderId, number: orderNumber(serial), linksFrom: found.linksFrom.toISOString() }
}
