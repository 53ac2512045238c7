import { on } from '@korob/platform/consumer'
import { sqsConsumer } from '@korob/platform/sqs-consumer'
import { stockConfirmed, stockRejected } from '../../catalog/contract.ts'
import { confirmOrder, rejectOrder } from '../actions/follow-stock.ts'

export const subscriptions = [on(stockConfirmed, confirmOrder), on(stockRejected, rejectOrder)]

export const handler = sqsConsumer('orders.on-stock', ...subscriptions)
