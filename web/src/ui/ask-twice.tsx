import { useState } from 'react'

interface AskTwiceProps {
  label: string
  /** What is asked at the first press. */
  sure: string
  testId: string
  isPending: boolean
  onSure: () => void
}

/** A button that does at its second press what can't be undone at once. Whoever goes elsewhere meanwhile didn't mean it. */
export const AskTwice = ({ label, sure, testId, isPending, onSure }: AskTwiceProps) => {
  const [isAsking, setAsking] = useState(false)
  const press = () => {
    setAsking(!isAsking)
    if (isAsking) onSure()
  }
  return (
    <button
      type="button"
      className={isAsking ? 'button button-primary' : 'button'}
      data-testid={testId}
      disabled={isPending}
      onBlur={() => setAsking(false)}
      onClick={press}
    >
      {isAsking ? sure : label}
    </button>
  )
}
