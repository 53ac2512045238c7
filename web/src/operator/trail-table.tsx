import { Link } from 'react-router'
import type { Trail } from '../api/answers.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { OperatorTable } from './operator-table.tsx'

/** What services wrote down, in the order of time; each request leads to all that it did. */
export const TrailTable = ({ trail: { entries, unreachable } }: { trail: Trail }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const { columns } = t.operator
  return (
    <>
      {unreachable.length > 0 && <p className="notice notice-bad">{t.operator.unreachable(unreachable.join(', '))}</p>}
      <OperatorTable columns={[columns.at, columns.service, columns.kind, columns.what, columns.correlation]}>
        {entries.map((entry) => (
          <tr
            key={`${entry.at} ${entry.service} ${entry.kind} ${entry.what} ${JSON.stringify(entry.details)}`}
            data-testid="trail-entry"
            title={JSON.stringify(entry.details)}
          >
            <td>{dayAndTime(entry.at, language, timeZone)}</td>
            <td>{entry.service}</td>
            <td>{entry.kind}</td>
            <td>{entry.what}</td>
            <td className="small">
              {entry.correlationId && (
                <Link to={`/operator/trail?correlationId=${encodeURIComponent(entry.correlationId)}`}>
                  {entry.correlationId.slice(-12)}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </OperatorTable>
    </>
  )
}
