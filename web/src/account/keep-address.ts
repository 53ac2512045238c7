import type { Profile } from '../api/answers.ts'
import type { Api } from '../api/api.ts'
import { type Address, isAddress } from '../checkout/prefill.ts'
import type { Session } from './session.ts'

/** As many as a profile takes. */
export const maxAddresses = 10

/** Adds an address to the profile as it is now, unless it is there already. Answers the profile. */
export const keepAddress = (api: Api, session: Session, address: Address): Promise<Profile> =>
  session.as('shopper', async (token) => {
    const profile = await api.profile(token)
    const { addresses } = profile
    if (addresses.length >= maxAddresses || addresses.some((kept) => isAddress(address, kept.address))) return profile
    return api.changeProfile(token, { addresses: [...addresses, { address }] })
  })
