import type { CourierStop } from '../api/answers.ts'
import { weight } from '../format/attribute.ts'
import { money } from '../format/money.ts'
import { timeOfDay, window } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { addressLine } from '../orders/address-line.ts'
import { DeliverStop } from './deliver-stop.tsx'
import { FailStop } from './fail-stop.tsx'
import { navigateLink } from './navigate-link.ts'
import { StepButton } from './step-button.tsx'

interface StopCardProps {
  stop: CourierStop
  timeZone: string
}

const Doing = ({ stop }: Pick<StopCardProps, 'stop'>) => {
  const { t } = useLanguage()
  if (stop.status === 'assigned')
    return (
      <StepButton
        key="handed-over"
        testId="handed-over"
        label={t.courier.handedOver}
        deed={{ kind: 'handed-over', stopId: stop.id, about: stop.orderNumber }}
      />
    )
  if (stop.status === 'departed')
    return (
      <>
        <DeliverStop stop={stop} />
        <FailStop stop={stop} />
      </>
    )
  return null
}

const Payment = ({ payment }: Pick<CourierStop, 'payment'>) => {
  const { language, t } = useLanguage()
  const sum = money(payment.totalMinor, payment.currency, language)
  if (payment.state === 'paid') return <p>{t.courier.paid(sum)}</p>
  return <p>{payment.method === 'cash' ? t.courier.collectCash(sum) : t.courier.collectCard(sum)}</p>
}

export const StopCard = ({ stop, timeZone }: StopCardProps) => {
  const { language, t } = useLanguage()
  const { contact, location, status } = stop
  const isOver = status === 'delivered' || status === 'failed' || status === 'cancelled'
  return (
    <li
      className={isOver ? 'panel stop stop-over' : 'panel stop'}
      data-testid="stop"
      data-status={status}
      data-order={stop.orderNumber}
    >
      <p className="stop-head">
        <strong>
          {stop.position !== null && `${stop.position}. `}
          {t.courier.order(stop.orderNumber)}
        </strong>
        <span className={`status status-${status}`}>{t.courier.stopStatuses[status]}</span>
      </p>
      <p className="stop-address">{addressLine(stop.address, t)}</p>
      {!isOver && (
        <>
          <p>
            {window(stop.window, language, timeZone)} · {t.courier.around(timeOfDay(stop.eta, language, timeZone))}
          </p>
          {stop.comment && <p className="quote">{stop.comment}</p>}
          <ul className="stop-items">
            {stop.items.map(({ name, quantity }) => (
              <li key={name.ru}>
                {quantity} × {name[language]}
              </li>
            ))}
          </ul>
          <p className="muted small">
            {t.courier.weight}: {weight(stop.weightGrams, language, t)}
          </p>
          <Payment payment={stop.payment} />
          <p className="stop-links">
            <a className="button" href={`tel:${contact.phone}`}>
              {t.courier.call(contact.name)}
            </a>
            <a className="button" href={navigateLink(location, navigator.userAgent)}>
              {t.courier.onMap}
            </a>
          </p>
        </>
      )}
      {status === 'failed' && stop.failureReason && (
        <p className="muted">{t.courier.failureReasons[stop.failureReason]}</p>
      )}
      <Doing stop={stop} />
    </li>
  )
}
