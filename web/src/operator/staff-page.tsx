import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { describeError, Loaded } from '../ui/states.tsx'
import { EndSessions } from './end-sessions.tsx'
import { InviteMember } from './invite-member.tsx'
import { OperatorFrame } from './operator-frame.tsx'
import { useStaff } from './use-staff-names.ts'

const MemberLine = ({ member, token }: { member: Member; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const api = useApi()
  const queries = useQueryClient()
  const [sure, setSure] = useState(false)
  const removal = useMutation({
    mutationFn: () => api.removeMember(token, member.memberId),
    onSettled: () => {
      setSure(false)
      return queries.invalidateQueries({ queryKey: ['staff'] })
    },
  })
  const { error } = removal
  const isLast = error instanceof ApiProblem && error.code === 'staff_conflict'
  return (
    <li className="panel" data-testid="member" data-role={member.role} data-phone={member.phone}>
      <strong>{member.name}</strong>
      <span>{t.operator.staff.roles[member.role]}</span>
      <span>{member.phone}</span>
      <span className="muted">{t.operator.staff.since(dayAndTime(member.invitedAt, language, timeZone))}</span>
      {member.state === 'invited' && <span className="muted">{t.operator.staff.invitedOnly}</span>}
      {member.state === 'lapsed' && (
        <p className="notice notice-warning" data-testid="lapsed">
          {t.operator.staff.lapsed}
        </p>
      )}
      {member.courierId && <code className="muted small">{member.courierId}</code>}
      <EndSessions memberId={member.memberId} token={token} />
      <button
        type="button"
        className={sure ? 'button button-primary' : 'button'}
        data-testid="remove-member"
        disabled={removal.isPending}
        onClick={() => (sure ? removal.mutate() : setSure(true))}
      >
        {sure ? t.operator.staff.removeSure : t.operator.staff.remove}
      </button>
      {removal.isError && (
        <p className="notice notice-bad" role="alert">
          {isLast ? t.operator.staff.lastOperator : describeError(error, t)}
        </p>
      )}
    </li>
  )
}

const Staff = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const query = useStaff(token)
  return (
    <div className="sections">
      <InviteMember token={token} />
      <p className="muted">{t.operator.staff.removeHint}</p>
      <Loaded query={query}>
        {({ staff }) => (
          <ul className="order-list">
            {staff.map((member) => (
              <MemberLine key={member.memberId} member={member} token={token} />
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  )
}

/** Who works for the shop: operators and couriers come by being invited here, and go when their role is taken away. */
export const StaffPage = () => {
  const { t } = useLanguage()
  return <OperatorFrame title={t.operator.staff.title}>{(token) => <Staff token={token} />}</OperatorFrame>
}
