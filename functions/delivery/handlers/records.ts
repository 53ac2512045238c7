import { operations } from '@korob/platform/operation'
import { serveRecords } from '@korob/platform/records'
import { readDeliveryTrail } from '../store/trail.ts'

export const handler = operations(...serveRecords('delivery', ['delivery.on-orders'], readDeliveryTrail))
