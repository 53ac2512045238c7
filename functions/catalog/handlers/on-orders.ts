import { on } from '@korob/platform/consumer'
import { sqsConsumer } from '@korob/platform/sqs-consumer'
import { orderCancelled, orderPlaced } from '../../orders/contract.ts'
import { sellToOrder, takeBackFromOrder } from '../stock.ts'

// An order.placed that is overtaken by its order.cancelled is stale and dropped: a cancelled order needs no answer.
export const handler = sqsConsumer(
  'catalog.on-orders',
  on(orderPlaced, sellToOrder),
  on(orderCancelled, takeBackFromOrder),
)
