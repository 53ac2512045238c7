import { Problem } from '@korob/platform/errors'
import type { z } from '@korob/platform/schema'
import { priceCart } from '../../catalog/contract.ts'
import { deliveryFee, type FeeRule, quoteFee } from '../../delivery/contract.ts'
import { attempt } from '../calls/attempt.ts'
import { knownFee, learnFee } from '../calls/fees.ts'
import type { QuoteAnswer, quoteBody } from '../contract.ts'

type QuoteRequest = z.output<typeof quoteBody>

const ruleFor = async (address: QuoteRequest['address']): Promise<FeeRule | 'out_of_zone' | undefined> => {
  const quoted = await attempt(quoteFee, { address }, quoteFee.timeoutMs)
  if (quoted.kind === 'done') {
    if (address) await learnFee(address, quoted.value.fee)
    return quoted.value.fee
  }
  if (quoted.kind === 'unknown') return address && knownFee(address)
  if (quoted.problem.code === 'out_of_zone') return 'out_of_zone'
  throw quoted.problem
}

const quoteDelivery = async ({ address }: QuoteRequest, itemsMinor: number): Promise<QuoteAnswer['delivery']> => {
  const rule = await ruleFor(address)
  if (rule === 'out_of_zone') return { state: 'out_of_zone' }
  return rule
    ? { state: 'known', feeMinor: deliveryFee(rule, itemsMinor), freeFromMinor: rule.freeFromMinor }
    : { state: 'unknown' }
}

/** What a cart costs now. */
export const quote = async (request: QuoteRequest): Promise<QuoteAnswer> => {
  const { cartId, items } = request
  const priced = await attempt(priceCart, { cartId, items }, priceCart.timeoutMs)
  if (priced.kind === 'refused') throw priced.problem
  if (priced.kind === 'unknown')
    throw new Problem('unavailable', { retryAfterSeconds: 3, cause: new Error(priced.reason) })
  const { itemsMinor, currency, unknown } = priced.value
  const delivery = await quoteDelivery(request, itemsMinor)
  return {
    items: priced.value.items.map(({ weightGrams: _, ...item }) => ({
      ...item,
      lineMinor: item.priceMinor * item.quantity,
      enough: item.available >= item.quantity,
    })),
    unknown,
    itemsMinor,
    currency,
    delivery,
    totalMinor: delivery.state === 'known' ? itemsMinor + delivery.feeMinor : null,
    quotedAt: new Date().toISOString(),
  }
}
