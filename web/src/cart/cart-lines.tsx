import { Link } from 'react-router'
import type { Quote, QuoteLine } from '../api/answers.ts'
import { money } from '../format/money.ts'
import { useLanguage } from '../i18n/language.ts'
import { Picture } from '../ui/picture.tsx'
import { type Cart, type CartLine, setQuantity } from './cart.ts'
import { type LineTrouble, troubleOf } from './line-trouble.ts'
import { QuantityStepper } from './quantity-stepper.tsx'
import { cartStore } from './use-cart.ts'

const TroubleNote = ({ line, trouble }: { line: CartLine; trouble: LineTrouble }) => {
  const { t } = useLanguage()
  if (trouble.kind === 'gone') return <p className="trouble">{t.cart.gone}</p>
  return (
    <p className="trouble">
      {trouble.available === 0 ? t.cart.noneLeft : t.cart.onlyLeft(trouble.available)}
      {trouble.available > 0 && (
        <button
          type="button"
          className="link-button"
          onClick={() => cartStore.update((cart) => setQuantity(cart, line.productId, trouble.available))}
        >
          {t.cart.takeLeft}
        </button>
      )}
    </p>
  )
}

interface LineProps {
  line: CartLine
  priced: QuoteLine | undefined
  trouble: LineTrouble | undefined
  currency: string
}

const Line = ({ line, priced, trouble, currency }: LineProps) => {
  const { language, t } = useLanguage()
  const name = priced?.name[language] ?? (line.name[language] || t.cart.unavailable)
  const set = (quantity: number) => cartStore.update((cart) => setQuantity(cart, line.productId, quantity))
  return (
    <li className="line" data-testid="cart-line" data-product={line.productId} data-trouble={trouble?.kind}>
      <Picture name={priced?.image ?? null} alt="" />
      <div className="line-body">
        <p className="line-name">{priced ? <Link to={`/p/${priced.slug}`}>{name}</Link> : name}</p>
        {priced && (
          <p className="muted small">
            {money(priced.priceMinor, currency, language)} {t.cart.each}
          </p>
        )}
        {trouble && <TroubleNote line={line} trouble={trouble} />}
        <div className="line-actions">
          {trouble?.kind !== 'gone' && <QuantityStepper name={name} value={line.quantity} onChange={set} />}
          <button type="button" className="link-button" aria-label={t.cart.removeOf(name)} onClick={() => set(0)}>
            {t.cart.remove}
          </button>
        </div>
      </div>
      {priced && trouble?.kind !== 'gone' && (
        <p className="line-sum">{money(priced.priceMinor * line.quantity, currency, language)}</p>
      )}
    </li>
  )
}

export const CartLines = ({ cart, quote }: { cart: Cart; quote: Quote }) => {
  const priced = new Map(quote.items.map((item) => [item.productId, item]))
  return (
    <ul className="lines">
      {cart.lines.map((line) => (
        <Line
          key={line.productId}
          line={line}
          priced={priced.get(line.productId)}
          trouble={troubleOf(line.productId, line.quantity, quote)}
          currency={quote.currency}
        />
      ))}
    </ul>
  )
}
