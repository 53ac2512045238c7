import { http } from '@korob/platform/http'
import { routes } from '../routes.ts'
import { takeInbound } from '../sending/take-inbound.ts'
import { takeReceipt } from '../sending/take-receipt.ts'

export const handler = http(routes, 'shop', { receipt: takeReceipt, inbound: takeInbound })
