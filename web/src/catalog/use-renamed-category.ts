import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { SearchPage } from '../api/answers.ts'
import { useApi } from '../api/api.ts'

const countsIt = ({ facets }: SearchPage, path: string): boolean =>
  facets.categories.some((category) => category.path === path)

/**
 * Goes on from an address that was kept since before its category was renamed or moved. Asked only where what is found
 * counts no such category: most often it does.
 */
export const useRenamedCategory = (path: string, found: SearchPage | undefined, goOn: (path: string) => void): void => {
  const api = useApi()
  const { data } = useQuery({
    queryKey: ['category-at', path],
    queryFn: ({ signal }) => api.categoryAt(path, signal),
    enabled: path !== '' && found !== undefined && !countsIt(found, path),
  })
  const now = data?.path
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each path, however often the page is drawn meanwhile
  useEffect(() => {
    if (now !== undefined && now !== path) goOn(now)
  }, [now, path])
}
