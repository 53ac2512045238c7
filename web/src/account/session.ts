import { createContext, useContext, useSyncExternalStore } from 'react'
import type { NewSessionAnswer, Role, SessionAnswer } from '../api/answers.ts'
import type { Api } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { newUuid } from '../cart/new-uuid.ts'
import { lasting, type Stored, stored } from '../storage/stored.ts'
import { signInProof } from './sign-in-proof.ts'
import { SignedOut } from './signed-out.ts'

/** Who is signed in here. Until the shop has been asked, what is remembered of last time. */
export interface SessionState {
  signedIn: boolean
  /** Another one each time that somebody signs in here; empty for a guest. */
  id: string
  roles: readonly Role[]
}

const guest: SessionState = { signedIn: false, id: '', roles: [] }
const allRoles: readonly Role[] = ['shopper', 'courier', 'operator']

const accept = (found: unknown): SessionState => {
  const { signedIn, id, roles } = (typeof found === 'object' && found !== null ? found : {}) as Partial<SessionState>
  if (signedIn !== true || !Array.isArray(roles)) return guest
  return { signedIn, id: typeof id === 'string' ? id : '', roles: allRoles.filter((role) => roles.includes(role)) }
}

/** Only that there is a session, never its tokens: without one nobody needs to ask the shop for a token. */
const remembered: Stored<SessionState> = stored(lasting, 'korob.session', accept)

/** A token with less than this left is as good as over, by the time it arrives. */
const marginMs = 30_000

/** One tab at a time: the others then find a newer cookie. Without locks the shop sorts it out. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request('korob.session', work) : work()

const isUnauthorized = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401

type SessionApi = Pick<
  Api,
  'signIn' | 'signInWithSpare' | 'refresh' | 'signOut' | 'signOutEverywhere' | 'deleteProfile'
>

/** The session of this browser: access tokens live in memory, the refresh token in a cookie that no script sees. */
export const createSession = (api: SessionApi) => {
  const tokens = new Map<Role, { token: string; untilMs: number }>()
  const asked = new Map<Role, Promise<string | undefined>>()
  /** The session that the tokens are of: another tab may have ended it, or begun another. */
  let owner = ''

  const forget = () => {
    tokens.clear()
    remembered.write(guest)
  }

  const keep = ({ accessToken, expiresAt, role, roles }: SessionAnswer, id: string) => {
    tokens.set(role, { token: accessToken, untilMs: Date.parse(expiresAt) - marginMs })
    owner = id
    remembered.write({ signedIn: true, id, roles })
  }

  const fetchToken = async (role: Role): Promise<string | undefined> => {
    const { id } = remembered.read()
    try {
      const answer = await alone(() => api.refresh(role))
      const now = remembered.read()
      // Whoever it was for has left meanwhile.
      if (!now.signedIn || now.id !== id) return undefined
      keep(answer, id)
    } catch (error) {
      if (!isUnauthorized(error)) throw error
      if (remembered.read().id === id) forget()
    }
    return tokens.get(role)?.token
  }

  /** A token of that role; undefined for who is not signed in or has not the role. @throws when the shop can't be asked */
  const token = async (role: Role): Promise<string | undefined> => {
    if (remembered.read().id !== owner) tokens.clear()
    const known = tokens.get(role)
    if (known && known.untilMs > Date.now()) return known.token
    tokens.delete(role)
    if (!remembered.read().signedIn) return undefined
    const under = asked.get(role) ?? fetchToken(role).finally(() => asked.delete(role))
    asked.set(role, under)
    return under
  }

  const as = async <T>(role: Role, work: (token: string) => Promise<T>): Promise<T> => {
    const first = await token(role)
    if (first === undefined) throw new SignedOut()
    try {
      return await work(first)
    } catch (error) {
      if (!isUnauthorized(error)) throw error
      tokens.delete(role)
      const second = await token(role)
      if (second === undefined) throw new SignedOut()
      return work(second)
    }
  }

  const begin = (answer: NewSessionAnswer): SessionAnswer => {
    tokens.clear()
    keep(answer, newUuid())
    signInProof.write({ deviceToken: answer.deviceToken })
    return answer
  }

  return {
    state: remembered,
    token,
    /** Does something as that role. @throws SignedOut, and once more what it threw after a token that had just ended */
    as,
    /** The same for the account if somebody is signed in, else, and where the session is over, as a guest. */
    asAnyone: async <T>(work: (token?: string) => Promise<T>): Promise<T> => {
      if (!remembered.read().signedIn) return work()
      try {
        return await as('shopper', work)
      } catch (error) {
        if (!(error instanceof SignedOut) && !isUnauthorized(error)) throw error
        return work()
      }
    },
    signIn: async (signInId: string, code: string, role: Role): Promise<SessionAnswer> =>
      begin(await api.signIn({ signInId, code, role, deviceToken: signInProof.read().deviceToken })),
    /** With the spare code of the last text to the phone. */
    signInWithSpare: async (phone: string, spareCode: string, role: Role): Promise<SessionAnswer> =>
      begin(await api.signInWithSpare({ phone, spareCode, role, deviceToken: signInProof.read().deviceToken })),
    signOut: async () => {
      await api.signOut()
      forget()
    },
    forget,
  }
}

export type Session = ReturnType<typeof createSession>

const SessionContext = createContext<Session | undefined>(undefined)
export const SessionProvider = SessionContext.Provider

export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('there is no SessionProvider around this')
  return session
}

export const useSessionState = (): SessionState => {
  const { state } = useSession()
  return useSyncExternalStore(state.subscribe, state.read)
}
