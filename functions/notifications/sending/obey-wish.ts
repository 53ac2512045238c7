import { count, logger } from '@korob/platform/observability'
import { maskPhone, normalizePhone } from '@korob/platform/phone'
import { type Wish, wishOf } from '../domain/replies.ts'
import { applyWish } from '../store/opt-outs.ts'

/** A text that a phone sent us. */
export interface InboundText {
  from: string
  body: string
  /** The gateway's own reading of it. */
  optOutType?: string | undefined
  gatewayId: string
  /** When the phone sent it, or the gateway got it. */
  sentAt: () => Promise<Date>
}

const counters: Record<Wish, string> = { stop: 'optedOut', start: 'optedIn' }

/** Does what a phone's text asks for, if it is one of a few words. What it says is neither kept nor logged. */
export const obeyWish = async ({ from, body, optOutType, gatewayId, sentAt }: InboundText): Promise<void> => {
  const wish = wishOf(body, optOutType)
  // Who has no number, a company with a name for one, gets no texts of ours.
  const phone = normalizePhone(from)
  // What it has read it goes by itself, and says so.
  const isGateways = optOutType !== undefined
  const isNews =
    wish !== undefined && phone !== undefined && (await applyWish(phone, wish, gatewayId, await sentAt(), isGateways))
  count(isNews ? counters[wish] : 'inboundIgnored')
  logger.info('inbound text', { gatewayId, from: maskPhone(from), wish, isNews })
}
