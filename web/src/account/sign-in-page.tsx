import { type FormEvent, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { CodeSent, Role } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { Title } from '../ui/title.tsx'
import { forgetShopper } from './forget-shopper.ts'
import { useSession } from './session.ts'
import { signInProof } from './sign-in-proof.ts'
import { roleOf, useTrouble } from './sign-in-trouble.ts'
import { SpareStep } from './spare-step.tsx'
import { TextInput } from './text-input.tsx'

/** Where to go after it: a page of our own, whatever the address says. */
const pathOf = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : '/account')

const PhoneStep = ({
  phone,
  change,
  sent,
  refused,
}: {
  phone: string
  change: (to: string) => void
  sent: (code: CodeSent) => void
  /** No code is sent for now. */
  refused: () => void
}) => {
  const { t } = useLanguage()
  const api = useApi()
  const trouble = useTrouble()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      const code = await api.askCode({ phone, ...signInProof.read() })
      signInProof.update((proof) => ({ ...proof, signInId: code.signInId }))
      sent(code)
    } catch (problem) {
      setError(trouble(problem))
      if (problem instanceof ApiProblem && problem.code === 'too_many_requests') refused()
    }
    setBusy(false)
  }
  return (
    <form className="panel sections" onSubmit={submit}>
      <TextInput
        label={t.account.phone}
        hint={t.account.phoneHint}
        error={error}
        name="phone"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={40}
        required
        value={phone}
        onChange={(event) => change(event.target.value)}
      />
      <button type="submit" className="button button-primary wide" disabled={busy} data-testid="ask-code">
        {busy ? t.account.sending : t.account.askCode}
      </button>
    </form>
  )
}

const CodeStep = ({
  phone,
  code,
  again,
  entered,
}: {
  phone: string
  code: CodeSent
  again: () => void
  entered: (role: Role) => void
}) => {
  const { t } = useLanguage()
  const session = useSession()
  const trouble = useTrouble()
  const [params] = useSearchParams()
  const [value, setValue] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const send = async (digits: string) => {
    setBusy(true)
    setError(undefined)
    try {
      const before = session.state.read().signedIn
      const { role } = await session.signIn(code.signInId, digits, roleOf(params.get('role')))
      // A guest brings a cart along; who was signed in may have been somebody else.
      if (before) forgetShopper()
      entered(role)
    } catch (problem) {
      setError(trouble(problem))
      setBusy(false)
    }
  }
  const change = (typed: string) => {
    const digits = typed.replace(/\D/g, '').slice(0, 6)
    setValue(digits)
    if (digits.length === 6 && !busy) void send(digits)
  }
  return (
    <form
      className="panel sections"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void send(value)
      }}
    >
      <TextInput
        label={t.account.code}
        hint={t.account.codeHint(phone)}
        error={error}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        autoFocus
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      <button
        type="submit"
        className="button button-primary wide"
        disabled={busy || value.length !== 6}
        data-testid="sign-in"
      >
        {busy ? t.account.sending : t.account.signIn}
      </button>
      <button type="button" className="link-button" onClick={again}>
        {t.account.otherPhone}
      </button>
    </form>
  )
}

/** Phone, then code. Couriers and operators come by the same door. */
export const SignInPage = () => {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const [phone, setPhone] = useState(params.get('phone') ?? '')
  const [code, setCode] = useState<CodeSent>()
  const [needsSpare, setNeedsSpare] = useState(false)
  const [refusedRole, setRefusedRole] = useState(false)
  const entered = (role: Role) => {
    if (role !== roleOf(params.get('role'))) setRefusedRole(true)
    else void navigate(pathOf(params.get('next')), { replace: true })
  }
  return (
    <div className="courier">
      <Title>{t.account.signIn}</Title>
      <h1>{t.account.signIn}</h1>
      {refusedRole ? (
        <p className="notice notice-warning" role="status">
          {t.account.noRole}
        </p>
      ) : code ? (
        <CodeStep phone={phone} code={code} again={() => setCode(undefined)} entered={entered} />
      ) : (
        <>
          <PhoneStep phone={phone} change={setPhone} sent={setCode} refused={() => setNeedsSpare(true)} />
          {needsSpare && <SpareStep phone={phone} entered={entered} />}
        </>
      )}
    </div>
  )
}
