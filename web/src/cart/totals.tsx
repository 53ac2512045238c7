import type { Quote } from '../api/answers.ts'
import { money } from '../format/money.ts'
import { useLanguage } from '../i18n/language.ts'

interface TotalsProps {
  quote: Pick<Quote, 'itemsMinor' | 'currency' | 'delivery' | 'totalMinor'>
  /** No address yet: the fee is that of the nearest zone. */
  estimated?: boolean
  counting?: boolean
}

export const Totals = ({ quote, estimated = false, counting = false }: TotalsProps) => {
  const { language, t } = useLanguage()
  const { delivery, currency } = quote
  const sum = (minor: number) => money(minor, currency, language)
  const fee = () => {
    if (delivery.state === 'unknown') return t.cart.deliveryUnknown
    if (delivery.state === 'out_of_zone') return t.cart.outOfZone
    if (delivery.feeMinor === 0) return t.cart.deliveryFree
    return estimated ? t.cart.deliveryFrom(sum(delivery.feeMinor)) : sum(delivery.feeMinor)
  }
  const extraMinor = delivery.state === 'known' ? delivery.weightExtraMinor : 0
  const freeFrom = delivery.state === 'known' && delivery.feeMinor > extraMinor ? delivery.freeFromMinor : null
  return (
    <dl className={counting ? 'totals totals-old' : 'totals'}>
      <div>
        <dt>{t.cart.goods}</dt>
        <dd>{sum(quote.itemsMinor)}</dd>
      </div>
      <div>
        <dt>{t.cart.delivery}</dt>
        <dd data-testid="delivery-fee">
          {fee()}
          {extraMinor > 0 && <span className="muted small">{t.cart.weightExtra(sum(extraMinor))}</span>}
          {freeFrom !== null && <span className="muted small">{t.cart.freeFrom(sum(freeFrom))}</span>}
        </dd>
      </div>
      <div className="totals-sum">
        <dt>{t.cart.total}</dt>
        <dd data-testid="total" data-minor={quote.totalMinor ?? quote.itemsMinor}>
          {sum(quote.totalMinor ?? quote.itemsMinor)}
        </dd>
      </div>
    </dl>
  )
}
