import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { clockOf } from '../../format/minutes.ts'
import { dayOf } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Loaded } from '../../ui/states.tsx'
import { useReader } from '../reader.ts'

const List = ({ courierId, token }: { courierId: string; token: string }) => {
  const { language, t } = useLanguage()
  const words = t.operator.delivery.fleet
  const api = useApi()
  const reader = useReader()
  const query = useQuery({
    queryKey: ['other-days', reader, courierId],
    queryFn: ({ signal }) => api.otherDays(token, courierId, signal),
  })
  return (
    <Loaded query={query}>
      {({ days }) =>
        days.length === 0 ? (
          <p className="muted small">{words.noOtherDays}</p>
        ) : (
          <ul className="small" data-testid="other-days">
            {days.map(({ date, hours }) => (
              <li key={date}>
                {dayOf(`${date}T12:00:00Z`, language, 'UTC')}:{' '}
                {hours ? `${clockOf(hours.startsMinute)}–${clockOf(hours.endsMinute)}` : words.free}
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

/** Days to come on which a courier works otherwise than every week; asked for when somebody looks. */
export const OtherDays = (props: { courierId: string; token: string }) => {
  const { t } = useLanguage()
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary data-testid="other-days-open">{t.operator.delivery.fleet.otherDays}</summary>
      {isOpen && <List {...props} />}
    </details>
  )
}
