import { trackingLifetimeMs } from '@korob/platform/tracking-token'
import { orderNumber } from '../domain/order-number.ts'
import type { OrderLinksView } from '../link-routes.ts'
import { type KnownLink, linksOfOrder, linksOfPhone } from '../store/order-links.ts'

const longest = 200

const shown = ({ orderId, serial, issuedAt, source, revokedAt, isVoid }: KnownLink, now: Date) => {
  const expiresAt = new Date(issuedAt.getTime() + trackingLifetimeMs)
  return {
    orderId,
    number: orderNumber(serial),
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    source,
    state: isVoid ? ('revoked' as const) : expiresAt <= now ? ('expired' as const) : ('live' as const),
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}

/** Links of an order, or of all orders of a phone. */
export const showLinks = async (
  of: { orderId: string } | { phone: string },
  now = new Date(),
): Promise<OrderLinksView> => {
  const links = 'orderId' in of ? await linksOfOrder(of.orderId, longest) : await linksOfPhone(of.phone, longest)
  return { links: links.map((link) => shown(link, now)) }
}
