import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Role } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import { forgetShopper } from './forget-shopper.ts'
import { useSession } from './session.ts'
import { roleOf, useTrouble } from './sign-in-trouble.ts'
import { TextInput } from './text-input.tsx'

/** Where no code is sent for now, since somebody else has used them up maybe: the last text to the number has another. */
export const SpareStep = ({ phone, entered }: { phone: string; entered: (role: Role) => void }) => {
  const { t } = useLanguage()
  const session = useSession()
  const trouble = useTrouble()
  const [params] = useSearchParams()
  const [value, setValue] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      const before = session.state.read().signedIn
      const { role } = await session.signInWithSpare(phone, value, roleOf(params.get('role')))
      // A guest brings a cart along; who was signed in may have been somebody else.
      if (before) forgetShopper()
      entered(role)
    } catch (problem) {
      setError(trouble(problem))
      setBusy(false)
    }
  }
  return (
    <form className="panel sections" onSubmit={submit}>
      <TextInput
        label={t.account.spareCode}
        hint={t.account.spareHint}
        error={error}
        name="spareCode"
        autoComplete="off"
        maxLength={40}
        required
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <button type="submit" className="button button-primary wide" disabled={busy} data-testid="sign-in-with-spare">
        {busy ? t.account.sending : t.account.signIn}
      </button>
    </form>
  )
}
