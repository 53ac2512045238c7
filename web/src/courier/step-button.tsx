import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLanguage } from '../i18n/language.ts'
import { describeError } from '../ui/states.tsx'

interface StepButtonProps {
  label: string
  testId: string
  /** Doing it again changes nothing, so that it may be pressed again after a lost answer. */
  step: () => Promise<unknown>
}

/** Does one step of the courier's work, then shows the route as the shop has it. */
export const StepButton = ({ label, testId, step }: StepButtonProps) => {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: step,
    // Also after a refusal: the order may have been cancelled meanwhile.
    onSettled: () => queries.invalidateQueries({ queryKey: ['courier'] }),
  })
  return (
    <>
      <button
        type="button"
        className="button button-primary wide"
        data-testid={testId}
        disabled={mutation.isPending}
        onClick={() => mutation.mutate()}
      >
        {mutation.isPending ? t.courier.sending : label}
      </button>
      {mutation.isError && (
        <p className="notice notice-bad" role="alert">
          {describeError(mutation.error, t)}
        </p>
      )}
    </>
  )
}
