import type { DispatchDay } from '../../api/answers.ts'
import { window as windowText } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'
import { OperatorTable } from '../operator-table.tsx'
import { GiveTo } from './give-to.tsx'

/** What no courier brings yet, and why. */
export const Unassigned = ({ day, token }: { day: DispatchDay; token: string }) => {
  const { language, t } = useLanguage()
  const { dispatch } = t.operator
  const { columns } = dispatch
  if (day.unassigned.length === 0) return <p className="muted">{dispatch.allAssigned}</p>
  return (
    <section className="panel">
      <h2>{dispatch.unassigned}</h2>
      <OperatorTable columns={[columns.order, columns.address, columns.window, columns.reason, columns.courier]}>
        {day.unassigned.map((one) => (
          <tr key={one.deliveryId} data-testid="unassigned">
            <td>{one.orderNumber}</td>
            <td>{`${one.address.street}, ${one.address.house}`}</td>
            <td>{one.window && windowText(one.window, language, day.timeZone)}</td>
            <td>{dispatch.reasons[one.reason]}</td>
            <td>
              <GiveTo day={day} deliveryId={one.deliveryId} token={token} />
            </td>
          </tr>
        ))}
      </OperatorTable>
    </section>
  )
}
