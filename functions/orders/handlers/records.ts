import { operations } from '@korob/platform/operation'
import { serveRecords } from '@korob/platform/records'
import { readOrderTrail } from '../store/trail.ts'

export const handler = operations(...serveRecords('orders', ['orders.on-stock', 'orders.delivery'], readOrderTrail))
