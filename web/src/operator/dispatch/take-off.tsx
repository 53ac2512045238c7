import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useLanguage } from '../../i18n/language.ts'
import { describeError } from '../../ui/states.tsx'

/** A courier who doesn't come: their stops go to others at once. Asked twice, since shoppers are told. */
export const TakeOff = ({ courierId, date, token }: { courierId: string; date: string; token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const queries = useQueryClient()
  const [isSure, setSure] = useState(false)
  const change = useMutation({
    mutationFn: () => api.takeOffDuty(token, courierId, date),
    onSettled: () => queries.invalidateQueries({ queryKey: ['delivery-day'] }),
  })
  const { dispatch } = t.operator
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="take-off"
        disabled={change.isPending}
        onClick={() => (isSure ? change.mutate() : setSure(true))}
      >
        {isSure ? dispatch.takeOffSure : dispatch.takeOff}
      </button>
      {change.isSuccess && (
        <span role="status" data-testid="taken-off">
          {dispatch.changed(change.data.moved, change.data.waiting)}
          {change.data.onBoard.length > 0 && ` ${dispatch.onBoard(change.data.onBoard.join(', '))}`}
        </span>
      )}
      {change.isError && (
        <span className="notice notice-bad" role="alert">
          {describeError(change.error, t)}
        </span>
      )}
    </>
  )
}
