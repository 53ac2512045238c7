import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { TextInput } from '../account/text-input.tsx'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { describeError } from '../ui/states.tsx'

/** For who has lost the link: number and phone open the delivery's page. */
export const FindOrder = () => {
  const { t } = useLanguage()
  const api = useApi()
  const navigate = useNavigate()
  const [error, setError] = useState<string>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    setError(undefined)
    try {
      const { trackingToken } = await api.orderLink(String(data.get('number')), String(data.get('phone')))
      await navigate(`/t/${trackingToken}`)
    } catch (problem) {
      const isWrong = problem instanceof ApiProblem && (problem.status === 404 || problem.code === 'invalid_request')
      const isTooMany = problem instanceof ApiProblem && problem.code === 'too_many_requests'
      setError(isWrong ? t.account.notFound : isTooMany ? t.account.tooManyLookups : describeError(problem, t))
    }
  }
  return (
    <form className="panel sections" onSubmit={submit} aria-labelledby="find-order">
      <h2 id="find-order">{t.account.findOrder}</h2>
      <TextInput
        label={t.account.findNumber}
        name="number"
        inputMode="numeric"
        maxLength={32}
        required
        autoComplete="off"
        error={error}
      />
      <TextInput
        label={t.account.phone}
        name="phone"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={40}
        required
      />
      <button type="submit" className="button" data-testid="find-order">
        {t.account.find}
      </button>
    </form>
  )
}
