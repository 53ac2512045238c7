import type { Profile } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import { Field, type FormProps } from './field.tsx'
import { AddressPicker, KeepAddress } from './saved-addresses.tsx'

export const ContactFields = (form: FormProps) => {
  const { t } = useLanguage()
  return (
    <fieldset className="panel">
      <legend>{t.checkout.contact}</legend>
      <div className="fields">
        <Field {...form} name="name" autoComplete="name" maxLength={100} />
        <Field
          {...form}
          name="phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={40}
          hint={t.checkout.hints.phone}
        />
        <Field
          {...form}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          maxLength={254}
          className="field-wide"
          optional
        />
      </div>
    </fieldset>
  )
}

export const AddressFields = ({ profile, ...form }: FormProps & { profile: Profile | undefined }) => {
  const { t } = useLanguage()
  return (
    <fieldset className="panel">
      <legend>{t.checkout.address}</legend>
      <div className="fields">
        {profile && <AddressPicker {...form} profile={profile} />}
        <Field {...form} name="city" autoComplete="address-level2" maxLength={80} className="field-wide" />
        <Field
          {...form}
          name="street"
          autoComplete="address-line1"
          maxLength={120}
          hint={t.checkout.hints.street}
          className="field-wide"
        />
        <Field {...form} name="house" autoComplete="off" maxLength={20} hint={t.checkout.hints.house} />
        <Field {...form} name="apartment" autoComplete="address-line2" maxLength={20} optional />
        <Field {...form} name="entrance" autoComplete="off" maxLength={20} optional />
        <Field {...form} name="floor" autoComplete="off" maxLength={20} optional />
        <Field {...form} name="intercom" autoComplete="off" maxLength={40} optional className="field-wide" />
        <Field {...form} name="comment" multiline optional className="field-wide" />
        {profile && <KeepAddress {...form} profile={profile} />}
      </div>
    </fieldset>
  )
}

const methods = ['card', 'cash'] as const

export const PaymentChoice = ({ draft, change }: FormProps) => {
  const { t } = useLanguage()
  return (
    <fieldset className="panel">
      <legend>{t.checkout.payment}</legend>
      <div className="choices">
        {methods.map((method) => (
          <label key={method} className="choice">
            <input
              type="radio"
              name="paymentMethod"
              value={method}
              checked={draft.paymentMethod === method}
              onChange={() => change({ paymentMethod: method })}
            />
            <span>{t.checkout.payments[method]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
