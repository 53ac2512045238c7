import { database, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { count } from '@korob/platform/observability'
import type { OrderTexts } from '../contract.ts'
import { type KnownWish, obeyLatest, readWish } from '../store/opt-outs.ts'

const shown = ({ since, source, isGatewayStopped, isBlocked }: KnownWish): OrderTexts => ({
  orders: since === null,
  stoppedAt: since?.toISOString() ?? null,
  stoppedBy: source && (source === 'profile' ? 'profile' : 'phone'),
  resumeBy: since && (isGatewayStopped ? 'phone' : 'profile'),
  blockedByShop: isBlocked,
})

/** What holds for a number. */
export const showOrderTexts = async (phone: string): Promise<OrderTexts> => shown(await readWish(database, phone))

/**
 * Does what a number's owner wishes in the profile, and answers what holds then, which a later wish may have settled.
 * @param wishedAt by the caller's clock; later than now counts as now, else a clock that is fast would overrule texts to come
 * @throws Problem stopped_by_phone when the gateway would refuse what is asked for: that is for the phone to end
 */
export const wishOrderTexts = async (phone: string, orders: boolean, wishedAt: Date): Promise<OrderTexts> => {
  const at = new Date(Math.min(wishedAt.getTime(), Date.now()))
  const { isLatest, known } = await transaction(async (tx) => {
    const isLatest = await obeyLatest(tx, phone, orders ? 'start' : 'stop', at, 'profile')
    const known = await readWish(tx, phone)
    if (orders && known.isGatewayStopped) throw new Problem('stopped_by_phone')
    return { isLatest, known }
  })
  if (isLatest) count(orders ? 'optedIn' : 'optedOut')
  return shown(known)
}
