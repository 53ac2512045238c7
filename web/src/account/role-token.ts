import { useQuery } from '@tanstack/react-query'
import type { Role } from '../api/answers.ts'
import { type Session, useSession, useSessionState } from './session.ts'
import { SignedOut } from './signed-out.ts'

/** A token of that role, and the session that it is of: the same for the tokens that follow on it. @throws SignedOut */
export const roleTokenOf = async (
  session: Pick<Session, 'token' | 'state'>,
  role: Role,
): Promise<{ token: string; sessionId: string }> => {
  const token = await session.token(role)
  if (token === undefined) throw new SignedOut()
  return { token, sessionId: session.state.read().id }
}

/** The access token of who signed in by phone and has the role, kept fresh: a working day is longer than a token's life. */
export const useRoleToken = (role: Exclude<Role, 'shopper'>) => {
  const session = useSession()
  const { signedIn, roles } = useSessionState()
  return useQuery({
    queryKey: ['role-token', role],
    queryFn: () => roleTokenOf(session, role),
    enabled: signedIn && roles.includes(role),
    refetchInterval: 60_000,
    gcTime: 0,
  })
}
