import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useApi } from '../api/api.ts'
import { useLanguage } from '../i18n/language.ts'
import { Loaded } from '../ui/states.tsx'
import { useReader } from './reader.ts'
import { useStaff } from './use-staff-names.ts'

/** Who of the fleet somebody is. Who has a phone already can't be chosen again. */
export const CourierChoice = ({ token, error }: { token: string; error?: string | undefined }) => {
  const { language, t } = useLanguage()
  const { staff: words } = t.operator
  const id = useId()
  const api = useApi()
  const reader = useReader()
  const query = useQuery({ queryKey: ['fleet', reader], queryFn: ({ signal }) => api.couriers(token, signal) })
  const staff = useStaff(token)
  const invited = new Set(staff.data?.staff.filter(({ state }) => state !== 'lapsed').map(({ courierId }) => courierId))
  return (
    <div className="field">
      <label htmlFor={id}>{words.courier}</label>
      <Loaded query={query}>
        {({ couriers }) => (
          <select id={id} name="courierId" required defaultValue="" aria-invalid={error !== undefined}>
            <option value="" disabled>
              {words.chooseCourier}
            </option>
            {couriers.map((courier) => (
              <option key={courier.id} value={courier.id} disabled={invited.has(courier.id)}>
                {`${courier.firstName} — ${courier.depot.name[language]}`}
                {invited.has(courier.id) && ` (${words.hasPhone})`}
              </option>
            ))}
          </select>
        )}
      </Loaded>
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
