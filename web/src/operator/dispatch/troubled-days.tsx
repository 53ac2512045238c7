import { Link } from 'react-router'
import type { DispatchDay } from '../../api/answers.ts'
import { dayOf } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'

/** Other days that have trips to look after: nobody turns the pages back for them. */
export const TroubledDays = ({ day }: { day: DispatchDay }) => {
  const { language, t } = useLanguage()
  const others = day.troubledDays.filter((date) => date !== day.date)
  if (others.length === 0) return null
  return (
    <p className="notice notice-warning" data-testid="troubled-days">
      {t.operator.dispatch.troubledDays}{' '}
      {others.map((date) => (
        <Link key={date} to={`?date=${date}`}>
          {dayOf(`${date}T12:00:00Z`, language, 'UTC')}{' '}
        </Link>
      ))}
    </p>
  )
}
