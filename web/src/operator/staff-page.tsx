import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Member } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { AskTwice } from '../ui/ask-twice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { Loaded } from '../ui/states.tsx'
import { EndSessions } from './end-sessions.tsx'
import { InviteMember } from './invite-member.tsx'
import { OperatorFrame } from './operator-frame.tsx'
import { useStaff } from './use-staff-names.ts'

const MemberLine = ({ member, token }: { member: Member; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const api = useApi()
  const queries = useQueryClient()
  const removal = useMutation({
    mutationFn: () => api.removeMember(token, member.memberId),
    onSettled: () => queries.invalidateQueries({ queryKey: ['staff'] }),
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
      <AskTwice
        label={t.operator.staff.remove}
        sure={t.operator.staff.removeSure}
        testId="remove-member"
        isPending={removal.isPending}
        onSure={removal.mutate}
      />
      <ProblemNotice error={error} title={isLast ? t.operator.staff.lastOperator : undefined} />
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
