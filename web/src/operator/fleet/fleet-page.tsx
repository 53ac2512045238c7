import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Depot, Fleet as FleetAnswer } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { OperatorFrame } from '../operator-frame.tsx'
import { OperatorTable } from '../operator-table.tsx'
import { useReader } from '../reader.ts'
import { CourierDays } from './courier-days.tsx'
import { CourierEditor } from './courier-editor.tsx'
import { Depots } from './depots.tsx'

interface CouriersProps {
  couriers: FleetAnswer['couriers']
  depots: readonly Depot[]
  token: string
}

const Couriers = ({ couriers, depots, token }: CouriersProps) => {
  const { language, t } = useLanguage()
  const { delivery } = t.operator
  const words = delivery.fleet
  // The id of a courier; empty: a new one.
  const [edited, setEdited] = useState<string>()
  return (
    <>
      <section className="panel" aria-labelledby="couriers">
        <h2 id="couriers">{words.couriers}</h2>
        {couriers.length === 0 && <Empty title={words.none} />}
        {couriers.length > 0 && (
          <OperatorTable stacks columns={[words.columns.name, words.columns.depot, words.columns.capacity, '']}>
            {couriers.map(({ id, firstName, depot, capacityGrams }) => (
              <tr key={id} data-testid="courier" data-courier={id}>
                <td>{firstName}</td>
                <td>{depot.name[language]}</td>
                <td data-column={words.columns.capacity}>{words.kilograms(capacityGrams / 1000)}</td>
                <td>
                  <button
                    type="button"
                    className="button"
                    data-testid="change-courier"
                    aria-pressed={edited === id}
                    // What is typed for one must not get lost by a press at another.
                    disabled={edited !== undefined}
                    onClick={() => setEdited(id)}
                  >
                    {delivery.change}
                  </button>
                </td>
              </tr>
            ))}
          </OperatorTable>
        )}
        <p className="dispatch-actions">
          <button
            type="button"
            className="button"
            data-testid="new-courier"
            disabled={edited !== undefined}
            onClick={() => setEdited('')}
          >
            {words.addCourier}
          </button>
        </p>
      </section>
      {edited !== undefined && (
        <CourierEditor
          key={edited}
          courierId={edited}
          depots={depots}
          token={token}
          onDone={() => setEdited(undefined)}
        />
      )}
    </>
  )
}

const Fleet = ({ token }: { token: string }) => {
  const api = useApi()
  const reader = useReader()
  const fleet = useQuery({ queryKey: ['fleet', reader], queryFn: ({ signal }) => api.couriers(token, signal) })
  const depots = useQuery({ queryKey: ['depots', reader], queryFn: ({ signal }) => api.depots(token, signal) })
  return (
    <div className="dispatch-day">
      <Loaded query={fleet}>
        {({ couriers }) => (
          <>
            <Loaded query={depots}>
              {(answer) => <Couriers couriers={couriers} depots={answer.depots} token={token} />}
            </Loaded>
            <CourierDays couriers={couriers} token={token} />
          </>
        )}
      </Loaded>
      <Loaded query={depots}>{(answer) => <Depots depots={answer.depots} token={token} />}</Loaded>
    </div>
  )
}

/** Who delivers, with what, from where and when. */
export const FleetPage = () => {
  const { t } = useLanguage()
  return <OperatorFrame title={t.operator.delivery.fleet.title}>{(token) => <Fleet token={token} />}</OperatorFrame>
}
