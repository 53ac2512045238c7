import { useMutation } from '@tanstack/react-query'
import { useApi } from '../api/api.ts'
import { useLanguage } from '../i18n/language.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'

/** Signs somebody of the staff out everywhere, as when they lose their phone. */
export const EndSessions = ({ memberId, token }: { memberId: string; token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const ending = useMutation({ mutationFn: () => api.endMemberSessions(token, memberId) })
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="end-sessions"
        disabled={ending.isPending}
        onClick={() => ending.mutate()}
      >
        {t.operator.staff.endSessions}
      </button>
      {ending.isSuccess && (
        <p className="notice notice-good" role="status" data-testid="sessions-ended">
          {t.operator.staff.ended(ending.data.ended)}
        </p>
      )}
      <ProblemNotice error={ending.error} />
    </>
  )
}
