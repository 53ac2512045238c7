import type { Profile } from '../api/answers.ts'
import { addressFields, type Draft } from './draft.ts'

export type Address = Profile['addresses'][number]['address']

export const withAddress = (draft: Draft, address: Partial<Address>): Draft => ({
  ...draft,
  ...Object.fromEntries(addressFields.map((name) => [name, address[name] ?? ''])),
})

export const isAddress = (of: Partial<Address>, address: Address): boolean =>
  addressFields.every((name) => (of[name] ?? '').trim() === (address[name] ?? ''))

/** Which of the kept addresses is in the form; -1 for one that isn't kept. */
export const chosenAddress = (draft: Draft, { addresses }: Pick<Profile, 'addresses'>): number =>
  addresses.findIndex(({ address }) => isAddress(draft, address))

/**
 * The form with what is known of the shopper where they have written nothing: a field at a time, an address as a whole.
 * @param ownCity the shop's, by its names: it stands there from the start
 */
export const prefilled = (
  draft: Draft,
  { name, phone, addresses }: Pick<Profile, 'name' | 'phone' | 'addresses'>,
  ownCity: readonly string[],
): Draft => {
  const first = addresses[0]?.address
  const isUntouched = addressFields.every(
    (field) => draft[field] === '' || (field === 'city' && ownCity.includes(draft.city)),
  )
  return {
    ...(first && isUntouched ? withAddress(draft, first) : draft),
    name: draft.name || (name ?? ''),
    phone: draft.phone || phone,
  }
}
