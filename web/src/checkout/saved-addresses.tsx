import { maxAddresses } from '../account/keep-address.ts'
import type { Profile } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import { addressLine } from '../orders/address-line.ts'
import { addressOf, type Draft } from './draft.ts'
import { chosenAddress, withAddress } from './prefill.ts'

interface SavedAddressesProps {
  profile: Profile
  draft: Draft
  change: (change: Partial<Draft>) => void
}

/** One of the addresses that are kept, or another. */
export const AddressPicker = ({ profile, draft, change }: SavedAddressesProps) => {
  const { t } = useLanguage()
  const { addresses } = profile
  if (addresses.length === 0) return null
  const choose = (value: string) =>
    change(withAddress(draft, value === '' ? { city: draft.city } : (addresses[Number(value)]?.address ?? {})))
  const chosen = chosenAddress(draft, profile)
  return (
    <label className="field field-wide">
      {t.checkout.savedAddress}
      <select name="savedAddress" value={chosen === -1 ? '' : chosen} onChange={({ target }) => choose(target.value)}>
        {addresses.map(({ label, address }, index) => (
          <option key={JSON.stringify([label, address])} value={index}>
            {[label, addressLine(address, t)].filter(Boolean).join(': ')}
          </option>
        ))}
        <option value="">{t.checkout.anotherAddress}</option>
      </select>
    </label>
  )
}

/** Whether to keep an address that is new. */
export const KeepAddress = ({ profile, draft, change }: SavedAddressesProps) => {
  const { t } = useLanguage()
  if (profile.addresses.length >= maxAddresses || !addressOf(draft) || chosenAddress(draft, profile) !== -1) return null
  return (
    <label className="check field-wide">
      <input
        type="checkbox"
        name="keepAddress"
        checked={draft.keepAddress}
        onChange={({ target }) => change({ keepAddress: target.checked })}
      />
      <span>{t.checkout.keepAddress}</span>
    </label>
  )
}
