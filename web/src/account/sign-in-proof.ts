import { lasting, type Stored, stored } from '../storage/stored.ts'

/** What the shop knows this browser by when a code is asked for here; it lets nobody in, and outlives a session. */
export interface SignInProof {
  deviceToken?: string | undefined
  signInId?: string | undefined
}

const matching = (found: unknown, form: RegExp): string | undefined =>
  typeof found === 'string' && form.test(found) ? found : undefined

const accept = (found: unknown): SignInProof => {
  const { deviceToken, signInId } = (typeof found === 'object' && found !== null ? found : {}) as Record<
    string,
    unknown
  >
  return {
    deviceToken: matching(deviceToken, /^[\w-]{43}$/),
    signInId: matching(signInId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  }
}

export const signInProof: Stored<SignInProof> = stored(lasting, 'korob.sign-in', accept)
