import type { OrderView } from '../api/answers.ts'
import { Totals } from '../cart/totals.tsx'
import { money } from '../format/money.ts'
import { useLanguage } from '../i18n/language.ts'

export const OrderItems = ({ order }: { order: OrderView }) => {
  const { language } = useLanguage()
  const { currency } = order
  return (
    <div className="panel">
      <ul className="order-items">
        {order.items.map(({ productId, name, quantity, priceMinor, lineMinor }) => (
          <li key={productId}>
            <span>{name[language]}</span>
            <span className="muted">
              {quantity} × {money(priceMinor, currency, language)}
            </span>
            <strong>{money(lineMinor, currency, language)}</strong>
          </li>
        ))}
      </ul>
      <Totals
        quote={{
          itemsMinor: order.itemsMinor,
          currency,
          delivery: { state: 'known', feeMinor: order.deliveryFeeMinor, weightExtraMinor: 0, freeFromMinor: null },
          totalMinor: order.totalMinor,
        }}
      />
    </div>
  )
}
