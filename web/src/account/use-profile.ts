import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/api.ts'
import { useSession, useSessionState } from './session.ts'

/** Of this session: who signs in next has another. */
export const useProfileKey = (): readonly [string, string] => ['profile', useSessionState().id]

/** The profile of who is signed in; not asked for a guest. */
export const useProfile = () => {
  const api = useApi()
  const session = useSession()
  const { signedIn } = useSessionState()
  return useQuery({
    queryKey: useProfileKey(),
    queryFn: () => session.as('shopper', api.profile),
    enabled: signedIn,
    gcTime: 0,
  })
}
