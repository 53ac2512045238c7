import { Problem } from '@korob/platform/errors'
import type { z } from '@korob/platform/schema'
import { priceCart } from '../../catalog/contract.ts'
import { deliveryFee, quoteFee } from '../../delivery/contract.ts'
import { attempt } from '../calls/checkout-services.ts'
import { knownFee } from '../calls/fees.ts'
import type { QuoteAnswer, quoteBody } from '../contract.ts'

type QuoteRequest = z.output<typeof quoteBody>

const quoteDelivery = async ({ address }: QuoteRequest, itemsMinor: number): Promise<QuoteAnswer['delivery']> => {
  const quoted = await attempt(quoteFee, { address, itemsMinor }, quoteFee.timeoutMs)
  if (quoted.kind === 'done')
    return { state: 'known', feeMinor: quoted.value.feeMinor, freeFromMinor: quoted.value.freeFromMinor }
  if (quoted.kind === 'refused') {
    if (quoted.problem.code === 'out_of_zone') return { state: 'out_of_zone' }
    throw quoted.problem
  }
  const rule = address ? await knownFee(address.city) : undefined
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
