import { useQuery } from '@tanstack/react-query'
import { useShopConfig } from '../app/shop-config.ts'
import { type CityMap, readCityMap } from './city-map.ts'

const nothing: CityMap = { grounds: [], streets: [] }

const fetchCityMap = async (address: string): Promise<CityMap> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) })
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return readCityMap(await answer.json())
}

/** The drawing of the city, fetched once a visit. Without it, a map still shows its points. */
export const useCityMap = (): CityMap => {
  const { map } = useShopConfig()
  const query = useQuery({
    queryKey: ['city-map', map.city],
    queryFn: () => fetchCityMap(map.city),
    enabled: map.city !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  return query.data ?? nothing
}
