import type { CourierRoute } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import type { Messages } from '../i18n/ru.ts'
import { useStored } from '../storage/stored.ts'
import { type Deed, isHeld, isOutdatedDeparture, mayBeRepeated, type Refusal } from './deed.ts'
import { deedStore, isWaiting } from './outbox.ts'
import { addedOrders, leavingOrders } from './route-changes.ts'
import { useWork } from './use-outbox.ts'

const reasonOf = (kind: Deed['kind'], { code, deliveryStatus, planVersion }: Refusal, t: Messages): string => {
  const statuses: Partial<Record<string, string>> = t.courier.stopStatuses
  if (code === 'wrong_code') return t.courier.refused.wrongCode
  if (code === 'stop_moved') return t.courier.refused.noted
  if (code === 'not_found') return t.courier.refused.moved
  if (planVersion !== undefined) return t.courier.refused.routeChanged
  if (code === 'wrong_state' && kind === 'depart') return t.courier.refused.nothingLeft
  if (code === 'wrong_state') return t.courier.refused.state(statuses[deliveryStatus] ?? t.courier.refused.other)
  return t.courier.refused.unknown(code)
}

const deedName = (deed: Deed, t: Messages): string => {
  if (deed.kind === 'duty') return deed.onDuty ? t.courier.duty.begin : t.courier.duty.end
  return {
    depart: t.courier.depart,
    'handed-over': t.courier.handedOver,
    delivered: t.courier.delivered,
    failed: t.courier.failed,
  }[deed.kind]
}

interface RefusalProps {
  deed: Deed
  refusal: Refusal
  /** The trip as the shop has it. */
  route: CourierRoute | null
  /** What waits for this departure. */
  held: number
}

const RefusedDeed = ({ deed, refusal, route, held }: RefusalProps) => {
  const { t } = useLanguage()
  const { forget, repeat } = useWork()
  const words = t.courier.refused
  const isOutdated = isOutdatedDeparture(deed) && deed.kind === 'depart' && route?.id === deed.routeId
  const added = isOutdated ? addedOrders(route, deed) : []
  return (
    <div className="notice notice-bad" role="alert" data-testid="refused-deed">
      <p>
        <strong>
          {deed.about === '' ? deedName(deed, t) : `${t.courier.order(deed.about)}: ${deedName(deed, t)}`}
        </strong>
      </p>
      <p>{reasonOf(deed.kind, refusal, t)}</p>
      {added.length > 0 && <p>{words.added(added.join(', '))}</p>}
      {held > 0 && <p data-testid="held-deeds">{words.held(held)}</p>}
      <p className="notice-actions">
        {mayBeRepeated(deed) && (deed.kind !== 'depart' || isOutdated) && (
          <button
            type="button"
            className="button button-primary"
            data-testid="repeat-deed"
            onClick={() =>
              void repeat(
                deed.id,
                isOutdated ? { planVersion: route.planVersion, orders: leavingOrders(route) } : undefined,
              )
            }
          >
            {isOutdated ? words.departAsItIs : words.repeat}
          </button>
        )}
        <button type="button" className="button" onClick={() => forget(deed.id)}>
          {words.seen}
        </button>
      </p>
    </div>
  )
}

/** What is not with the shop yet, and what it would not take: nothing that was done gets lost unseen. */
export const Refusals = ({ courierId, route }: { courierId: string; route: CourierRoute | null }) => {
  const { t } = useLanguage()
  const own = useStored(deedStore).filter((deed) => deed.courierId === courierId)
  const held = own.filter((deed) => isWaiting(deed) && isHeld(deed, own)).length
  const unsent = own.filter(isWaiting).length - held
  return (
    <>
      {unsent > 0 && (
        <p className="notice notice-warning" role="status" data-testid="unsent">
          {t.courier.unsent(unsent)}
        </p>
      )}
      {own.map(
        (deed) =>
          deed.refusal && (
            <RefusedDeed
              key={deed.id}
              deed={deed}
              refusal={deed.refusal}
              route={route}
              held={isOutdatedDeparture(deed) ? held : 0}
            />
          ),
      )}
    </>
  )
}
