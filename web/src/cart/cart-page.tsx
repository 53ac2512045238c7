import { Link } from 'react-router'
import { useLanguage } from '../i18n/language.ts'
import { Empty, Loaded } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { type Cart, maxLines, tooMany } from './cart.ts'
import { CartLines } from './cart-lines.tsx'
import { hasTrouble } from './line-trouble.ts'
import { Totals } from './totals.tsx'
import { useCart } from './use-cart.ts'
import { useQuote } from './use-quote.ts'

const FullCart = ({ cart }: { cart: Cart }) => {
  const { t } = useLanguage()
  const query = useQuote(cart)
  return (
    <Loaded query={query}>
      {(quote) => {
        const trouble = hasTrouble(cart, quote)
        return (
          <div className="columns" aria-busy={query.isPlaceholderData}>
            <CartLines cart={cart} quote={quote} />
            <aside className="panel" aria-label={t.cart.total}>
              <Totals quote={quote} estimated counting={query.isPlaceholderData} />
              {trouble && (
                <p className="notice notice-warning" role="status">
                  {tooMany(cart) > 0 ? t.cart.tooMany(maxLines) : t.cart.fixFirst}
                </p>
              )}
              {trouble ? (
                <button type="button" className="button button-primary wide" data-testid="checkout" disabled>
                  {t.cart.checkout}
                </button>
              ) : (
                <Link className="button button-primary wide" to="/checkout" data-testid="checkout">
                  {t.cart.checkout}
                </Link>
              )}
            </aside>
          </div>
        )
      }}
    </Loaded>
  )
}

export const CartPage = () => {
  const { t } = useLanguage()
  const cart = useCart()
  return (
    <>
      <Title>{t.cart.title}</Title>
      <h1>{t.cart.title}</h1>
      {cart.lines.length === 0 ? (
        <Empty title={t.cart.empty} hint={t.cart.emptyHint}>
          <Link className="button" to="/">
            {t.states.toCatalogue}
          </Link>
        </Empty>
      ) : (
        <FullCart cart={cart} />
      )}
    </>
  )
}
