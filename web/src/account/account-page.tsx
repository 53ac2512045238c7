import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { Link, Navigate } from 'react-router'
import type { Profile, ProfileChange } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { languageStore, useLanguage } from '../i18n/language.ts'
import { describeError, Loaded } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { Addresses } from './addresses.tsx'
import { Leaving } from './leaving.tsx'
import { MessagesOfOrders } from './messages.tsx'
import { useSession, useSessionState } from './session.ts'
import { SignedOut } from './signed-out.ts'
import { TextInput } from './text-input.tsx'
import { useProfile, useProfileKey } from './use-profile.ts'

const About = ({ profile, save }: { profile: Profile; save: (change: ProfileChange) => void }) => {
  const { t } = useLanguage()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const language = data.get('language') === 'en' ? 'en' : 'ru'
    save({ name: String(data.get('name') ?? ''), language })
    languageStore.write(language)
  }
  return (
    <form className="panel sections" onSubmit={submit}>
      <p>
        {t.account.phone}: <strong data-testid="account-phone">{profile.phone}</strong>
      </p>
      <TextInput
        label={t.checkout.fields.name}
        name="name"
        autoComplete="name"
        maxLength={100}
        defaultValue={profile.name ?? ''}
      />
      <div className="field">
        <label htmlFor="language">{t.account.language}</label>
        <select id="language" name="language" defaultValue={profile.language}>
          <option value="ru">{t.account.languages.ru}</option>
          <option value="en">{t.account.languages.en}</option>
        </select>
      </div>
      <button type="submit" className="button button-primary" data-testid="save-profile">
        {t.account.save}
      </button>
    </form>
  )
}

const Shown = ({ profile }: { profile: Profile }) => {
  const { t } = useLanguage()
  const api = useApi()
  const session = useSession()
  const queries = useQueryClient()
  const key = useProfileKey()
  const saving = useMutation({
    mutationFn: (change: ProfileChange) => session.as('shopper', (token) => api.changeProfile(token, change)),
    onSuccess: (changed) => queries.setQueryData(key, changed),
  })
  return (
    <div className="sections">
      {saving.isError && (
        <p className="notice notice-bad" role="alert">
          {describeError(saving.error, t)}
        </p>
      )}
      {saving.isSuccess && (
        <p className="notice notice-good" role="status" data-testid="saved">
          {t.account.saved}
        </p>
      )}
      <p>
        <Link className="button" to="/orders">
          {t.order.mine}
        </Link>{' '}
        {profile.roles.includes('courier') && (
          <Link className="button" to="/courier">
            {t.courier.title}
          </Link>
        )}{' '}
        {profile.roles.includes('operator') && (
          <Link className="button" to="/operator">
            {t.operator.title}
          </Link>
        )}
      </p>
      <About profile={profile} save={saving.mutate} />
      <Addresses profile={profile} save={(addresses) => saving.mutate({ addresses })} />
      <MessagesOfOrders />
      <Leaving />
    </div>
  )
}

/** Who is signed in: name, language, addresses, and the ways out. */
export const AccountPage = () => {
  const { t } = useLanguage()
  const { signedIn } = useSessionState()
  const query = useProfile()
  if (!signedIn || query.error instanceof SignedOut) return <Navigate to="/sign-in" replace />
  return (
    <div className="narrow">
      <Title>{t.account.title}</Title>
      <h1>{t.account.title}</h1>
      <Loaded query={query}>{(profile) => <Shown profile={profile} />}</Loaded>
    </div>
  )
}
