import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { money } from '../format/money.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { addressLine } from '../orders/address-line.ts'
import { Definitions } from '../ui/definitions.tsx'
import { Loaded } from '../ui/states.tsx'
import { DeliveryProof } from './delivery-proof.tsx'
import { OrderActions } from './order-actions.tsx'
import { OrderLinks } from './order-links.tsx'
import { OrderTrail } from './order-trail.tsx'
import { useReader } from './reader.ts'
import { useStaffNames } from './use-staff-names.ts'

const pollMs = 5_000

/** All of an order, with what can be done to it and what has been. */
export const OrderDetail = ({ orderId, token }: { orderId: string; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const api = useApi()
  const reader = useReader()
  const query = useQuery({
    queryKey: ['operator-order', reader, orderId],
    queryFn: ({ signal }) => api.operatorOrder(token, orderId, signal),
    refetchInterval: pollMs,
  })
  const nameOf = useStaffNames(token)
  const actors: Readonly<Record<string, string>> = t.operator.actors
  return (
    <>
      <p>
        <Link to="/operator">{t.operator.back}</Link>
      </p>
      <Loaded query={query}>
        {(order) => (
          <>
            <h2>
              {t.order.title(order.number)}{' '}
              <span
                className={`status status-${order.status}`}
                data-testid="operator-status"
                data-status={order.status}
              >
                {t.order.statuses[order.status]}
              </span>
            </h2>
            {order.pending && <p className="notice">{t.operator.pending}</p>}
            <div className="columns">
              <div>
                <Definitions
                  rows={[
                    [t.order.placedAt, dayAndTime(order.placedAt, language, timeZone)],
                    [t.operator.who, `${order.contact.name}, ${order.contact.phone}`],
                    [t.order.address, addressLine(order.address, t)],
                    [t.order.courier, order.delivery?.courier.firstName],
                    [t.operator.total, money(order.totalMinor, order.currency, language)],
                    [
                      t.operator.payment,
                      `${t.checkout.payments[order.payment.method]}, ${t.operator.payments[order.payment.state]}`,
                    ],
                    [t.operator.goods, t.operator.goodsKinds[order.goods]],
                    [t.order.comment, order.comment],
                  ]}
                />
                <ul className="order-items panel">
                  {order.items.map(({ productId, name, quantity, lineMinor }) => (
                    <li key={productId}>
                      <span>{name[language]}</span>
                      <span className="muted">{quantity}</span>
                      <strong>{money(lineMinor, order.currency, language)}</strong>
                    </li>
                  ))}
                </ul>
              </div>
              <div className="sections">
                <OrderActions order={order} token={token} />
                {order.status === 'delivered' && <DeliveryProof orderId={order.orderId} token={token} />}
                <OrderLinks order={order} token={token} />
                <section className="panel" aria-labelledby="history">
                  <h2 id="history">{t.operator.history}</h2>
                  <ol className="operator-history">
                    {order.history.map((entry) => (
                      <li key={entry.version} title={entry.correlationId}>
                        <strong>
                          {entry.kind === 'status' ? t.order.statuses[entry.status] : t.operator.kinds[entry.kind]}
                        </strong>{' '}
                        <span className="muted">
                          {dayAndTime(entry.at, language, timeZone)} · {actors[entry.actor] ?? entry.actor}
                          {entry.actorId && ` ${nameOf(entry.actorId)}`}
                        </span>
                      </li>
                    ))}
                  </ol>
                </section>
                {order.notes.length > 0 && (
                  <section className="panel" aria-labelledby="notes">
                    <h2 id="notes">{t.operator.notes}</h2>
                    {order.notes.map((note) => (
                      <p key={note.at}>
                        {note.text}{' '}
                        <span className="muted small">
                          {dayAndTime(note.at, language, timeZone)} · {nameOf(note.authorId)}
                        </span>
                      </p>
                    ))}
                  </section>
                )}
              </div>
            </div>
          </>
        )}
      </Loaded>
      <OrderTrail orderId={orderId} token={token} />
    </>
  )
}
