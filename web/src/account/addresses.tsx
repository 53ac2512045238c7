import { type FormEvent, useState } from 'react'
import type { Profile } from '../api/answers.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { useLanguage } from '../i18n/language.ts'
import { addressLine } from '../orders/address-line.ts'
import { maxAddresses } from './keep-address.ts'
import { TextInput } from './text-input.tsx'

type Saved = Profile['addresses'][number]

const parts = ['city', 'street', 'house', 'apartment', 'entrance', 'floor', 'intercom'] as const
const needed: readonly string[] = ['city', 'street', 'house']

const read = (form: HTMLFormElement): Saved => {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const given = Object.fromEntries(parts.flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]])))
  return { ...(text('label') === '' ? {} : { label: text('label') }), address: given as Saved['address'] }
}

const NewAddress = ({ add }: { add: (address: Saved) => void }) => {
  const { language, t } = useLanguage()
  const { city } = useShopConfig()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    add(read(event.currentTarget))
  }
  return (
    <form className="fields" onSubmit={submit}>
      <TextInput label={t.account.label} name="label" maxLength={40} className="field-wide" autoComplete="off" />
      {parts.map((name) => (
        <TextInput
          key={name}
          label={t.checkout.fields[name]}
          name={name}
          maxLength={name === 'street' ? 120 : 20}
          required={needed.includes(name)}
          defaultValue={name === 'city' ? city[language] : ''}
          autoComplete="off"
        />
      ))}
      <button type="submit" className="button field-wide" data-testid="save-address">
        {t.account.saveAddress}
      </button>
    </form>
  )
}

/** Those kept, and one more. Saving is of the whole list. */
export const Addresses = ({ profile, save }: { profile: Profile; save: (addresses: Saved[]) => void }) => {
  const { t } = useLanguage()
  const [adding, setAdding] = useState(false)
  return (
    <section className="panel sections" aria-labelledby="addresses">
      <h2 id="addresses">{t.account.addresses}</h2>
      {profile.addresses.length === 0 && <p className="muted">{t.account.noAddresses}</p>}
      <ul className="order-list">
        {profile.addresses.map((saved, index) => (
          <li key={JSON.stringify(saved)} data-testid="address">
            <span>
              {saved.label && <strong>{saved.label}: </strong>}
              {addressLine(saved.address, t)}
            </span>
            <button
              type="button"
              className="link-button"
              onClick={() => save(profile.addresses.filter((_, place) => place !== index))}
            >
              {t.cart.remove}
            </button>
          </li>
        ))}
      </ul>
      {adding ? (
        <NewAddress
          add={(address) => {
            setAdding(false)
            save([...profile.addresses, address])
          }}
        />
      ) : (
        profile.addresses.length < maxAddresses && (
          <button type="button" className="button" data-testid="add-address" onClick={() => setAdding(true)}>
            {t.account.addAddress}
          </button>
        )
      )}
    </section>
  )
}
