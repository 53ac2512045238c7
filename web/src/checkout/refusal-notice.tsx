import { Link } from 'react-router'
import { useSessionState } from '../account/session.ts'
import type { Quote } from '../api/answers.ts'
import type { ApiProblem } from '../api/problem.ts'
import { type Cart, limitTo } from '../cart/cart.ts'
import { cartStore } from '../cart/use-cart.ts'
import { money } from '../format/money.ts'
import { useLanguage } from '../i18n/language.ts'
import { describeError } from '../ui/states.tsx'
import { faultsOf } from './draft.ts'
import { earlierOrderOf, priceChangeOf, shortLinesOf } from './refusal.ts'

/** A refusal, and what the shopper had seen when it came. */
export interface Refusal {
  problem: ApiProblem
  /** Undefined when an attempt was sent again before the page knew any price. */
  seen: Quote | undefined
  seenTotalMinor: number | undefined
  cart: Cart
}

const PriceChanged = ({ refusal }: { refusal: Refusal }) => {
  const { language, t } = useLanguage()
  const change = priceChangeOf(refusal.problem)
  if (!change) return null
  const sum = (minor: number) => money(minor, change.currency, language)
  const before = new Map(refusal.seen?.items.map(({ productId, priceMinor }) => [productId, priceMinor]))
  const fee = change.changes.find((one) => one.of === 'delivery')
  const changed = change.items.filter(({ productId, priceMinor }) => before.get(productId) !== priceMinor)
  return (
    <>
      <strong>{t.checkout.priceChanged}</strong>
      {refusal.seenTotalMinor !== undefined && (
        <p>{t.checkout.priceChangedTo(sum(refusal.seenTotalMinor), sum(change.totalMinor))}</p>
      )}
      {(changed.length > 0 || fee) && (
        <ul>
          {fee && <li data-testid="fee-changed">{t.checkout.feeChanged(sum(fee.fromMinor), sum(fee.toMinor))}</li>}
          {changed.map(({ productId, name, priceMinor }) => (
            <li key={productId}>{t.checkout.priceOf(name[language], sum(priceMinor))}</li>
          ))}
        </ul>
      )}
    </>
  )
}

const OutOfStock = ({ refusal, onAdjusted }: { refusal: Refusal; onAdjusted: () => void }) => {
  const { language, t } = useLanguage()
  const short = shortLinesOf(refusal.problem)
  const named = [...refusal.cart.lines, ...(refusal.seen?.items ?? [])]
  const names = new Map(named.map(({ productId, name }) => [productId, name[language]]))
  const adjust = () => {
    cartStore.update((cart) => limitTo(cart, new Map(short.map(({ productId, available }) => [productId, available]))))
    onAdjusted()
  }
  return (
    <>
      <strong>{t.checkout.outOfStock}</strong>
      <ul>
        {short.map(({ productId, available }) => (
          <li key={productId}>{t.checkout.shortOf(names.get(productId) || t.cart.unavailable, available)}</li>
        ))}
      </ul>
      <p className="notice-actions">
        <button type="button" className="button" onClick={adjust}>
          {t.checkout.adjustCart}
        </button>
        <Link className="button" to="/cart">
          {t.checkout.toCart}
        </Link>
      </p>
    </>
  )
}

const AlreadyOrdered = ({ problem }: { problem: ApiProblem }) => {
  const { t } = useLanguage()
  const order = earlierOrderOf(problem)
  if (!order) return describeError(problem, t)
  return (
    <>
      <strong>{t.checkout.alreadyOrdered(order.number)}</strong>
      <p>{t.checkout.alreadyOrderedHint}</p>
      <p className="notice-actions">
        <Link className="button" to={`/orders/${order.orderId}`}>
          {t.checkout.openOrder}
        </Link>
      </p>
    </>
  )
}

const TooMany = ({ problem }: { problem: ApiProblem }) => {
  const { t } = useLanguage()
  const { signedIn } = useSessionState()
  return (
    <>
      <p>{t.checkout.tooMany(Math.max(1, Math.ceil((problem.retryAfterMs ?? 0) / 60_000)))}</p>
      {!signedIn && (
        <p>
          {t.checkout.tooManyOfGuests} <Link to="/sign-in?next=/checkout">{t.account.signIn}</Link>
        </p>
      )}
    </>
  )
}

const Plain = ({ problem }: { problem: ApiProblem }) => {
  const { t } = useLanguage()
  if (problem.code === 'slot_taken')
    return problem.details.reason === 'too_heavy' ? t.checkout.slotTooHeavy : t.checkout.slotTaken
  if (problem.code === 'out_of_zone') return t.checkout.outOfZone
  if (problem.code === 'too_many_requests') return <TooMany problem={problem} />
  if (problem.code !== 'invalid_request') return describeError(problem, t)
  // Fields of the form say it themselves; what no field stands for is told as it came.
  const { others } = faultsOf(problem.fieldErrors)
  return (
    <>
      <strong>{t.checkout.checkForm}</strong>
      {others.length > 0 && (
        <ul>
          {others.map(({ field, message }) => (
            <li key={field}>{`${field}: ${message}`}</li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Why the order was not taken, and what can be done about it. */
export const RefusalNotice = ({ refusal, onAdjusted }: { refusal: Refusal; onAdjusted: () => void }) => {
  const { problem } = refusal
  const content = () => {
    if (problem.code === 'price_changed') return <PriceChanged refusal={refusal} />
    if (problem.code === 'out_of_stock') return <OutOfStock refusal={refusal} onAdjusted={onAdjusted} />
    if (problem.code === 'already_ordered') return <AlreadyOrdered problem={problem} />
    return <Plain problem={problem} />
  }
  return (
    <div className="notice notice-bad" role="alert" data-testid="refusal" data-code={problem.code}>
      {content()}
    </div>
  )
}
