import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { describeError } from './states.tsx'

interface ProblemNoticeProps {
  /** Of a mutation; none: nothing is shown. */
  error: unknown
  /** In place of what the shop calls it. */
  title?: string | undefined
  testId?: string
}

/** What went wrong, with every field that is. */
export const ProblemNotice = ({ error, title, testId }: ProblemNoticeProps) => {
  const { t } = useLanguage()
  if (!error) return null
  const fields = error instanceof ApiProblem ? error.fieldErrors : []
  return (
    <div className="notice notice-bad" role="alert" data-testid={testId}>
      <p>{title ?? describeError(error, t)}</p>
      {fields.length > 0 && (
        <ul className="small">
          {fields.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
