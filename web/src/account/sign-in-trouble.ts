import type { Role } from '../api/answers.ts'
import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { describeError } from '../ui/states.tsx'

/** Whom the address of the page is for. */
export const roleOf = (wanted: string | null): Role =>
  wanted === 'courier' || wanted === 'operator' ? wanted : 'shopper'

/** Says why somebody can't sign in. */
export const useTrouble = () => {
  const { t } = useLanguage()
  return (error: unknown): string => {
    if (!(error instanceof ApiProblem)) return describeError(error, t)
    const field = error.code === 'invalid_request' ? error.fieldErrors[0]?.field : undefined
    if (error.code === 'wrong_code' || field === 'code' || field === 'spareCode') return t.account.wrongCode
    if (error.code === 'invalid_request') return t.account.wrongPhone
    if (error.code === 'too_many_requests') return t.account.tooMany(Math.ceil((error.retryAfterMs ?? 60_000) / 60_000))
    return describeError(error, t)
  }
}
