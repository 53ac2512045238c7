import { operations } from '@korob/platform/operation'
import { serveRecords } from '@korob/platform/records'
import { readTextTrail } from '../store/trail.ts'

const consumers = ['notifications.orders', 'notifications.delivery', 'notifications.codes']

export const handler = operations(...serveRecords('notifications', consumers, readTextTrail))
