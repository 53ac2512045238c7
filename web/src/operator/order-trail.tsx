import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { Loaded } from '../ui/states.tsx'

/** What every service wrote down of an order. */
export const OrderTrail = ({ orderId, token }: { orderId: string; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const api = useApi()
  const query = useQuery({
    queryKey: ['operator-trail', token, orderId],
    queryFn: ({ signal }) => api.operatorTrail(token, orderId, signal),
  })
  const { columns } = t.operator
  return (
    <section aria-labelledby="trail">
      <h2 id="trail">{t.operator.trail}</h2>
      <Loaded query={query}>
        {({ entries, unreachable }) => (
          <>
            {unreachable.length > 0 && (
              <p className="notice notice-bad">{t.operator.unreachable(unreachable.join(', '))}</p>
            )}
            <div className="operator-trail">
              <table>
                <thead>
                  <tr>
                    <th>{columns.at}</th>
                    <th>{columns.service}</th>
                    <th>{columns.kind}</th>
                    <th>{columns.what}</th>
                    <th>{columns.correlation}</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map((entry) => (
                    <tr
                      key={`${entry.at} ${entry.service} ${entry.kind} ${entry.what} ${JSON.stringify(entry.details)}`}
                      title={JSON.stringify(entry.details)}
                    >
                      <td>{dayAndTime(entry.at, language, timeZone)}</td>
                      <td>{entry.service}</td>
                      <td>{entry.kind}</td>
                      <td>{entry.what}</td>
                      <td className="muted small">{entry.correlationId?.slice(-12)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </Loaded>
    </section>
  )
}
