import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import type { Step } from '../orders/timeline.ts'

interface TimelineListProps<Status extends string> {
  steps: readonly Step<Status>[]
  names: Readonly<Record<Status, string>>
  timeZone: string
}

export const TimelineList = <Status extends string>({ steps, names, timeZone }: TimelineListProps<Status>) => {
  const { language } = useLanguage()
  return (
    <ol className="timeline">
      {steps.map(({ status, at, state }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a status may come twice, and steps are only ever appended
          key={`${index} ${status}`}
          className={`timeline-${state}`}
          data-step={status}
          aria-current={state === 'current' ? 'step' : undefined}
        >
          <span>{names[status]}</span>
          {at && <time dateTime={at}>{dayAndTime(at, language, timeZone)}</time>}
        </li>
      ))}
    </ol>
  )
}
