import { useLanguage } from '../i18n/language.ts'
import { useWork } from './use-outbox.ts'

/** Begins the working day, or ends it. */
export const DutyButton = ({ onDuty, isOut }: { onDuty: boolean; isOut: boolean }) => {
  const { t } = useLanguage()
  const { act } = useWork()
  return (
    <button
      type="button"
      className="button"
      data-testid="duty"
      data-status={onDuty ? 'on' : 'off'}
      // The shop would refuse it: parcels are out.
      disabled={onDuty && isOut}
      onClick={() => void act({ kind: 'duty', onDuty: !onDuty, about: '' })}
    >
      {onDuty ? t.courier.duty.end : t.courier.duty.begin}
    </button>
  )
}
