import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'

/** Why a change was refused; `titleOf` knows what an error means here. */
export const ChangeNotice = ({
  error,
  titleOf = () => undefined,
}: {
  error: unknown
  titleOf?: (problem: ApiProblem) => string | undefined
}) => {
  const { t } = useLanguage()
  const { delivery } = t.operator
  const title = (): string | undefined => {
    if (!(error instanceof ApiProblem)) return undefined
    if (error.code === 'precondition_failed') return delivery.outdated
    if (error.code === 'not_found') return delivery.notFound
    return titleOf(error)
  }
  return <ProblemNotice error={error} title={title()} testId="not-changed" />
}
