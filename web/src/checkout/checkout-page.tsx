import { Link } from 'react-router'
import { type Cart, maxLines, tooMany } from '../cart/cart.ts'
import { hasTrouble } from '../cart/line-trouble.ts'
import { useCart } from '../cart/use-cart.ts'
import { money } from '../format/money.ts'
import { useLanguage } from '../i18n/language.ts'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { AddressFields, ContactFields, PaymentChoice } from './contact-and-address.tsx'
import { Honeypot } from './honeypot.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { SlotPicker } from './slot-picker.tsx'
import { Summary } from './summary.tsx'
import { UnansweredNotice } from './unanswered-notice.tsx'
import { type CheckoutForm, useCheckoutForm } from './use-checkout-form.ts'

const PlaceButton = ({ checkout }: { checkout: CheckoutForm }) => {
  const { language, t } = useLanguage()
  const { placing, total, totalMinor } = checkout
  const label = () => {
    if (placing.phase === 'placing') return t.checkout.placing
    if (total.counting || totalMinor === undefined || !total.quote) return t.checkout.counting
    const sum = money(totalMinor, total.quote.currency, language)
    return total.confirming ? t.checkout.confirm(sum) : t.checkout.place(sum)
  }
  return (
    <>
      <button
        type="submit"
        className="button button-primary wide"
        data-testid="place-order"
        disabled={placing.phase !== 'filling' || total.counting || totalMinor === undefined}
      >
        {label()}
      </button>
      <p className="muted small" role="status">
        {placing.phase === 'placing' && t.checkout.waiting}
      </p>
    </>
  )
}

const SummaryPanel = ({ checkout, cart }: { checkout: CheckoutForm; cart: Cart }) => {
  const { t } = useLanguage()
  const { total, refusal, placing } = checkout
  const { quote } = total
  if (!quote)
    return total.query.isError ? (
      <Failed error={total.query.error} onRetry={() => total.query.refetch()} />
    ) : (
      <Loading />
    )
  return (
    <>
      <Summary cart={cart} quote={quote} estimated={total.estimated} counting={total.counting} />
      {quote.delivery.state === 'out_of_zone' && <p className="notice notice-warning">{t.checkout.outOfZone}</p>}
      {refusal && placing.phase === 'filling' && (
        <RefusalNotice refusal={refusal} onAdjusted={checkout.forgetRefusal} />
      )}
      {hasTrouble(cart, quote) && (
        <p className="notice notice-warning">
          {tooMany(cart) > 0 ? t.cart.tooMany(maxLines) : t.cart.fixFirst} <Link to="/cart">{t.checkout.toCart}</Link>
        </p>
      )}
    </>
  )
}

const Checkout = ({ checkout, cart }: { checkout: CheckoutForm; cart: Cart }) => {
  const { draft, faults, change, total, placing } = checkout
  const fields = { draft, faults, change }
  return (
    <form ref={checkout.form} className="columns" noValidate onSubmit={checkout.submit} data-testid="checkout-form">
      <fieldset className="sections" disabled={placing.phase !== 'filling'}>
        <ContactFields {...fields} />
        <Honeypot field={checkout.honeypot} />
        <AddressFields {...fields} profile={checkout.profile} />
        <SlotPicker
          query={total.slots}
          slotId={draft.slotId}
          fault={faults.slot}
          onChange={(slotId) => change({ slotId })}
        />
        <PaymentChoice {...fields} />
      </fieldset>
      <aside className="panel summary">
        <SummaryPanel checkout={checkout} cart={cart} />
        {placing.phase === 'unknown' ? (
          <UnansweredNotice onCheck={placing.sendAgain} onEdit={placing.edit} />
        ) : (
          <PlaceButton checkout={checkout} />
        )}
      </aside>
    </form>
  )
}

/** With an empty cart there may still be an order whose answer was lost. */
const WithoutGoods = ({ checkout }: { checkout: CheckoutForm }) => {
  const { t } = useLanguage()
  if (checkout.placing.phase === 'placing') return <Loading />
  if (checkout.placing.phase === 'unknown') return <UnansweredNotice onCheck={checkout.placing.sendAgain} />
  return (
    <Empty title={t.cart.empty} hint={t.cart.emptyHint}>
      <Link className="button" to="/">
        {t.states.toCatalogue}
      </Link>
    </Empty>
  )
}

export const CheckoutPage = () => {
  const { t } = useLanguage()
  const cart = useCart()
  const checkout = useCheckoutForm(cart)
  const content = () => {
    if (checkout.placing.phase === 'placed') return <Loading />
    return cart.lines.length === 0 ? <WithoutGoods checkout={checkout} /> : <Checkout checkout={checkout} cart={cart} />
  }
  return (
    <>
      <Title>{t.checkout.title}</Title>
      <h1>{t.checkout.title}</h1>
      {content()}
    </>
  )
}
