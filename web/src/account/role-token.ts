import { useQuery } from '@tanstack/react-query'
import type { Role } from '../api/answers.ts'
import { useSession, useSessionState } from './session.ts'
import { SignedOut } from './signed-out.ts'

/** The access token of who signed in by phone and has the role, kept fresh: a working day is longer than a token's life. */
export const useRoleToken = (role: Exclude<Role, 'shopper'>) => {
  const session = useSession()
  const { signedIn, roles } = useSessionState()
  return useQuery({
    queryKey: ['role-token', role],
    queryFn: async () => {
      const token = await session.token(role)
      if (token === undefined) throw new SignedOut()
      return token
    },
    enabled: signedIn && roles.includes(role),
    refetchInterval: 60_000,
    gcTime: 0,
  })
}
