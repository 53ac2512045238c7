import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/api.ts'
import { useReader } from './reader.ts'

export const useStaff = (token: string) => {
  const api = useApi()
  const reader = useReader()
  return useQuery({ queryKey: ['staff', reader], queryFn: ({ signal }) => api.staff(token, signal) })
}

/** What to call an operator by their id: by name, as long as they work for the shop. */
export const useStaffNames = (token: string): ((id: string) => string) => {
  const { data } = useStaff(token)
  const names = new Map(data?.staff.map(({ memberId, name }) => [memberId, name]))
  return (id) => names.get(id) ?? id
}
