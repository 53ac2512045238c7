import type { CourierRoute } from '../api/answers.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayOf, timeOfDay } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { leavingOrders } from './route-changes.ts'
import { RouteMap } from './route-map.tsx'
import { StepButton } from './step-button.tsx'
import { StopCard } from './stop-card.tsx'

const isLeft = (status: CourierRoute['stops'][number]['status']): boolean =>
  status !== 'delivered' && status !== 'failed' && status !== 'cancelled'

/** Which plan the courier has seen, if the shop says. */
const planOf = (route: CourierRoute & { planVersion?: number }) =>
  route.planVersion === undefined ? {} : { planVersion: route.planVersion }

export const RouteView = ({ route }: { route: CourierRoute }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const left = route.stops.filter(({ status }) => isLeft(status))
  return (
    <section data-testid="courier-route" data-route={route.id} data-status={route.status}>
      <h2>
        {dayOf(`${route.date}T12:00:00Z`, language, 'UTC')} · {t.courier.trip(route.trip)}
      </h2>
      <p className="courier-state">
        {t.courier.routeStatuses[route.status]} · {t.courier.stops(left.length)}
        {route.status !== 'finished' && ` · ${t.courier.back} ${timeOfDay(route.returnsAt, language, timeZone)}`}
      </p>
      <RouteMap route={route} />
      {route.status === 'planned' && left.length > 0 && (
        <StepButton
          testId="courier-depart"
          label={t.courier.depart}
          deed={{ kind: 'depart', routeId: route.id, about: '', orders: leavingOrders(route), ...planOf(route) }}
        />
      )}
      <ol className="stops">
        {route.stops.map((stop) => (
          <StopCard key={stop.id} stop={stop} timeZone={timeZone} />
        ))}
      </ol>
    </section>
  )
}
