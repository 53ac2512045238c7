import { useState } from 'react'
import { useLanguage } from '../i18n/language.ts'
import type { NewDeed } from './deed.ts'
import { useWork } from './use-outbox.ts'

interface StepButtonProps {
  label: string
  testId: string
  deed: NewDeed
  photo?: Blob | undefined
  disabled?: boolean
}

/** Does one step of the courier's work: at once, also where there is no line. */
export const StepButton = ({ label, testId, deed, photo, disabled = false }: StepButtonProps) => {
  const { t } = useLanguage()
  const { act } = useWork()
  const [trouble, setTrouble] = useState(false)
  const press = () => act(deed, photo).catch(() => setTrouble(true))
  return (
    <>
      <button
        type="button"
        className="button button-primary wide"
        data-testid={testId}
        disabled={disabled}
        onClick={press}
      >
        {label}
      </button>
      {trouble && (
        <p className="notice notice-bad" role="alert">
          {t.errors.unexpected}
        </p>
      )}
    </>
  )
}
