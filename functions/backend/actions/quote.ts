import { Problem } from '@korob/platform/errors'
import type { z } from '@korob/platform/schema'
import { priceCart } from '../../catalog/contract.ts'
import { type FeeRule, quoteFee } from '../../delivery/contract.ts'
import { attempt } from '../calls/attempt.ts'
import { knownFee, learnFee } from '../calls/fees.ts'
import type { QuoteAnswer, quoteBody } from '../contract.ts'
import { totalOf } from '../domain/total.ts'

type QuoteRequest = z.output<typeof quoteBody>
type Slots = Pick<z.output<typeof quoteFee.output>, 'slots' | 'timeZone'>
type Asked = ({ rule: FeeRule } & Slots) | 'out_of_zone' | 'unknown'

/** What delivery says of the address: with slots, if it can be asked. */
const askDelivery = async ({ address }: QuoteRequest): Promise<Asked> => {
  const quoted = await attempt(quoteFee, { address, withSlots: address !== undefined }, quoteFee.timeoutMs)
  if (quoted.kind === 'done') {
    const { fee: rule, slots, timeZone } = quoted.value
    if (address) await learnFee(address, rule)
    return { rule, slots, timeZone }
  }
  if (quoted.kind === 'unknown') {
    const rule = address && (await knownFee(address))
    return rule ? { rule } : 'unknown'
  }
  if (quoted.problem.code === 'out_of_zone') return 'out_of_zone'
  throw quoted.problem
}

const askCatalog = async ({ cartId, items }: QuoteRequest) => {
  const priced = await attempt(priceCart, { cartId, items }, priceCart.timeoutMs)
  if (priced.kind === 'done') return priced.value
  if (priced.kind === 'refused') throw priced.problem
  throw new Problem('unavailable', { retryAfterSeconds: 3, cause: new Error(priced.reason) })
}

const slotsFor = (weightGrams: number, { slots, timeZone }: Slots): QuoteAnswer['slots'] =>
  slots && timeZone !== undefined
    ? {
        timeZone,
        slots: slots.map(({ free, maxWeightGrams, ...slot }) => ({
          ...slot,
          available: free && weightGrams <= maxWeightGrams,
        })),
      }
    : null

/** What a cart costs now. */
export const quote = async (request: QuoteRequest): Promise<QuoteAnswer> => {
  const [priced, asked] = await Promise.all([askCatalog(request), askDelivery(request)])
  const { itemsMinor, weightGrams, currency, unknown } = priced
  const known = asked === 'out_of_zone' || asked === 'unknown' ? undefined : asked
  const total = known && totalOf({ itemsMinor, weightGrams }, known.rule)
  return {
    items: priced.items.map(({ weightGrams: _, ...item }) => ({
      ...item,
      lineMinor: item.priceMinor * item.quantity,
      enough: item.available >= item.quantity,
    })),
    unknown,
    itemsMinor,
    weightGrams,
    currency,
    delivery:
      known && total
        ? {
            state: 'known',
            feeMinor: total.deliveryFeeMinor,
            weightExtraMinor: total.weightExtraMinor,
            freeFromMinor: known.rule.freeFromMinor,
          }
        : { state: asked === 'out_of_zone' ? 'out_of_zone' : 'unknown' },
    slots: known ? slotsFor(weightGrams, known) : null,
    totalMinor: total ? total.totalMinor : null,
    quotedAt: new Date().toISOString(),
  }
}
