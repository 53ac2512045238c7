import { http } from '@korob/platform/http'
import { routes } from '../routes.ts'
import { operateSearch } from '../search/operate.ts'

export const handler = http(routes, 'operator', { ...operateSearch })
