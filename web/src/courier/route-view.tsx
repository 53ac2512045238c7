import type { CourierRoute } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayOf, timeOfDay } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { StepButton } from './step-button.tsx'
import { StopCard } from './stop-card.tsx'

const isLeft = (status: CourierRoute['stops'][number]['status']): boolean =>
  status !== 'delivered' && status !== 'failed' && status !== 'cancelled'

export const RouteView = ({ route, token }: { route: CourierRoute; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const api = useApi()
  const left = route.stops.filter(({ status }) => isLeft(status))
  return (
    <section data-testid="courier-route" data-route={route.id} data-status={route.status}>
      <h2>
        {dayOf(`${route.date}T12:00:00Z`, language, 'UTC')} · {t.courier.trip(route.trip)}
      </h2>
      <p>
        {t.courier.routeStatuses[route.status]} · {t.courier.stops(left.length)}
        {route.status !== 'finished' && ` · ${t.courier.back} ${timeOfDay(route.returnsAt, language, timeZone)}`}
      </p>
      {route.status === 'planned' && left.length > 0 && (
        <StepButton testId="courier-depart" label={t.courier.depart} step={() => api.depart(token, route.id)} />
      )}
      <ol className="stops">
        {route.stops.map((stop) => (
          <StopCard key={stop.id} stop={stop} token={token} timeZone={timeZone} />
        ))}
      </ol>
    </section>
  )
}
