import { operations, serve } from '@korob/platform/operation'
import { exportOwnOrders } from '../actions/own-orders.ts'
import { adopt, erase, find, revoke } from '../actions/owners.ts'
import { abandonOrder, takeOrder } from '../actions/take-order.ts'
import { abandon, adoptOrders, create, eraseAccount, exportOrders, findOrder, revokeLinks } from '../contract.ts'

export const handler = operations(
  serve(create, takeOrder),
  serve(abandon, ({ orderId }) => abandonOrder(orderId)),
  serve(adoptOrders, adopt),
  serve(eraseAccount, erase),
  serve(exportOrders, ({ accountId, after }) => exportOwnOrders(accountId, after)),
  serve(findOrder, ({ number, phone }) => find(number, phone)),
  serve(revokeLinks, ({ orderId, operatorId }) => revoke(orderId, operatorId)),
)
