import { operations } from '@korob/platform/operation'
import { serveRecords } from '@korob/platform/records'
import { readStockTrail } from '../store/trail.ts'

export const handler = operations(...serveRecords('catalog', ['catalog.on-orders'], readStockTrail))
