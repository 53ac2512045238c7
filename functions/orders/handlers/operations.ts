import { operations, serve } from '@korob/platform/operation'
import { abandonOrder, takeOrder } from '../actions/take-order.ts'
import { abandon, create } from '../contract.ts'

export const handler = operations(
  serve(create, takeOrder),
  serve(abandon, ({ orderId }) => abandonOrder(orderId)),
)
