import { on } from '@korob/platform/consumer'
import { sqsConsumer } from '@korob/platform/sqs-consumer'
import { orderCancelled, orderChanged, orderPlaced, orderReturned } from '../../orders/contract.ts'
import { sellToOrder, takeBackFromOrder, takeBackRest, takeReturned } from '../stock.ts'

// An order.placed that is overtaken by its order.cancelled is stale and dropped: a cancelled order needs no answer. Nothing
// else can overtake it: an order is changed, and its goods return, only after the stock has answered. Of several changes
// the last one suffices, for each says all that remains; and so does news of what is on the road, or back from it.
export const handler = sqsConsumer(
  'catalog.on-orders',
  on(orderPlaced, sellToOrder),
  on(orderChanged, takeBackRest),
  on(orderCancelled, takeBackFromOrder),
  on(orderReturned, takeReturned),
)
