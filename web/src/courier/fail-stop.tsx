import { useState } from 'react'
import type { CourierStop, FailureReason } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import { StepButton } from './step-button.tsx'

const reasons: readonly FailureReason[] = ['nobody_home', 'wrong_address', 'refused', 'damaged', 'other']

/** The courier came in vain, and says why. */
export const FailStop = ({ stop }: { stop: CourierStop }) => {
  const { t } = useLanguage()
  const [reason, setReason] = useState<FailureReason>('nobody_home')
  const [comment, setComment] = useState('')
  return (
    <details className="fail-stop">
      <summary data-testid="fail-open">{t.courier.failed}</summary>
      <label className="field">
        {t.courier.failedWhy}
        <select
          data-testid="fail-reason"
          value={reason}
          onChange={({ target }) => setReason(target.value as FailureReason)}
        >
          {reasons.map((one) => (
            <option key={one} value={one}>
              {t.courier.failureReasons[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t.courier.failureComment}
        <input value={comment} maxLength={300} onChange={({ target }) => setComment(target.value)} />
      </label>
      <StepButton
        testId="failed"
        label={t.courier.failed}
        deed={{ kind: 'failed', stopId: stop.id, reason, comment: comment.trim(), about: stop.orderNumber }}
      />
    </details>
  )
}
