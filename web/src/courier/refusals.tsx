import { useLanguage } from '../i18n/language.ts'
import type { Messages } from '../i18n/ru.ts'
import { useStored } from '../storage/stored.ts'
import type { Deed, Refusal } from './deed.ts'
import { deedStore, isWaiting } from './outbox.ts'
import { useWork } from './use-outbox.ts'

const reasonOf = (kind: Deed['kind'], { code, deliveryStatus }: Refusal, t: Messages): string => {
  const statuses: Partial<Record<string, string>> = t.courier.stopStatuses
  if (code === 'wrong_code') return t.courier.refused.wrongCode
  if (code === 'not_found') return t.courier.refused.moved
  if (code === 'wrong_state' && kind === 'depart') return t.courier.refused.routeChanged
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

/** What is not with the shop yet, and what it would not take: nothing that was done gets lost unseen. */
export const Refusals = ({ courierId }: { courierId: string }) => {
  const { t } = useLanguage()
  const { forget } = useWork()
  const own = useStored(deedStore).filter((deed) => deed.courierId === courierId)
  const waiting = own.filter(isWaiting)
  return (
    <>
      {waiting.length > 0 && (
        <p className="notice notice-warning" role="status" data-testid="unsent">
          {t.courier.unsent(waiting.length)}
        </p>
      )}
      {own.map(
        (deed) =>
          deed.refusal && (
            <div key={deed.id} className="notice notice-bad" role="alert" data-testid="refused-deed">
              <p>
                <strong>
                  {deed.about === '' ? deedName(deed, t) : `${t.courier.order(deed.about)}: ${deedName(deed, t)}`}
                </strong>
              </p>
              <p>{reasonOf(deed.kind, deed.refusal, t)}</p>
              <button type="button" className="button" onClick={() => forget(deed.id)}>
                {t.courier.refused.seen}
              </button>
            </div>
          ),
      )}
    </>
  )
}
