import type { CourierDay } from '../api/answers.ts'
import { lasting, stored } from '../storage/stored.ts'

/** What the shop said last, for when there is no line. */
const isDay = (found: unknown): found is CourierDay => {
  const { courier, duty, route } = (found ?? {}) as Partial<CourierDay>
  return (
    typeof courier?.id === 'string' &&
    typeof duty?.onDuty === 'boolean' &&
    (route === null || (typeof route?.id === 'string' && Array.isArray(route.stops)))
  )
}

export const keptDay = stored<CourierDay | null>(lasting, 'korob.courier.day', (found) => (isDay(found) ? found : null))
