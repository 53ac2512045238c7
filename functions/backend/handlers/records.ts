import { operations } from '@korob/platform/operation'
import { serveRecords } from '@korob/platform/records'
import { readCheckoutTrail } from '../store/trail.ts'

export const handler = operations(...serveRecords('backend', [], readCheckoutTrail))
