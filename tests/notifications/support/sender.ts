import { text } from 'node:stream/consumers'
import { handler } from '../../../functions/notifications/handlers/on-orders.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { batchOf } from './events.ts'

// A consumer in a process of its own, so that it can be killed.
const events: readonly unknown[] = JSON.parse(await text(process.stdin))
await handler(batchOf('notifications.orders', ...events), lambdaContext())
