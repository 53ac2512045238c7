import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api/api.ts'
import { useLanguage } from '../../i18n/language.ts'
import { AskTwice } from '../../ui/ask-twice.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'

/** A courier who doesn't come: their stops go to others at once. Asked twice, since shoppers are told. */
export const TakeOff = ({ courierId, date, token }: { courierId: string; date: string; token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: () => api.setHours(token, courierId, date, null),
    onSettled: () => queries.invalidateQueries({ queryKey: ['delivery-day'] }),
  })
  const { dispatch } = t.operator
  return (
    <>
      <AskTwice
        label={dispatch.takeOff}
        sure={dispatch.takeOffSure}
        testId="take-off"
        isPending={change.isPending}
        onSure={change.mutate}
      />
      {change.isSuccess && (
        <span role="status" data-testid="taken-off">
          {dispatch.changed(change.data.moved, change.data.waiting)}
          {change.data.onBoard.length > 0 && ` ${dispatch.onBoard(change.data.onBoard.join(', '))}`}
        </span>
      )}
      <ProblemNotice error={change.error} />
    </>
  )
}
