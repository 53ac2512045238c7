import type { Quote } from '../api/answers.ts'
import type { Cart } from '../cart/cart.ts'
import { troubleOf } from '../cart/line-trouble.ts'
import { Totals } from '../cart/totals.tsx'
import { useLanguage } from '../i18n/language.ts'

interface SummaryProps {
  cart: Cart
  quote: Quote
  estimated: boolean
  counting: boolean
}

/** The goods and what they cost, beside the form. */
export const Summary = ({ cart, quote, estimated, counting }: SummaryProps) => {
  const { language, t } = useLanguage()
  const names = new Map(quote.items.map(({ productId, name }) => [productId, name]))
  const trouble = (productId: string, quantity: number) => {
    const found = troubleOf(productId, quantity, quote)
    if (!found) return null
    if (found.kind === 'gone') return t.cart.gone
    return found.available === 0 ? t.cart.noneLeft : t.cart.onlyLeft(found.available)
  }
  return (
    <>
      <h2>{t.checkout.order}</h2>
      <ul className="order-items">
        {cart.lines.map(({ productId, quantity, name }) => (
          <li key={productId}>
            <span>{(names.get(productId) ?? name)[language]}</span>
            <span className="muted">× {quantity}</span>
            <span className="trouble">{trouble(productId, quantity)}</span>
          </li>
        ))}
      </ul>
      <Totals quote={quote} estimated={estimated} counting={counting} />
    </>
  )
}
