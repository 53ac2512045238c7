import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import {
  cancelByOperator,
  findOrders,
  removeByOperator,
  rescheduleByOperator,
  showOrderToOperator,
} from '../actions/operate-orders.ts'
import { markPayment, noteOrder, takeReturnedGoods } from '../actions/settle-order.ts'
import { showLinks } from '../actions/show-links.ts'
import { delivery } from '../calls/delivery.ts'
import { operatorRoutes } from '../operator-routes.ts'

/** Every action answers the order as it is after it. */
const then = async (orderId: string, done: Promise<void>) => {
  await done
  return showOrderToOperator(orderId)
}

export const handler = http(operatorRoutes, 'operator', {
  operatorOrders: ({ query }) => findOrders(query),
  operatorOrder: ({ params }) => showOrderToOperator(params.orderId),
  operatorLinks: ({ query: { orderId, phone = '' } }) => showLinks(orderId === undefined ? { phone } : { orderId }),
  operatorCancel: ({ params: { orderId }, body, actor }) =>
    then(orderId, cancelByOperator(orderId, operatorIdOf(actor), body.comment, delivery)),
  operatorRemoveLines: ({ params: { orderId }, body, actor }) =>
    then(orderId, removeByOperator(orderId, operatorIdOf(actor), body, delivery)),
  operatorPayment: ({ params: { orderId }, body, actor }) =>
    then(orderId, markPayment(orderId, body.state, operatorIdOf(actor))),
  operatorReturnedGoods: ({ params: { orderId }, body, actor }) =>
    then(orderId, takeReturnedGoods(orderId, body.lines, operatorIdOf(actor))),
  operatorReschedule: ({ params: { orderId }, body, actor }) =>
    then(orderId, rescheduleByOperator(orderId, operatorIdOf(actor), body.slotId, delivery)),
  operatorNote: ({ params: { orderId }, body, actor }) =>
    then(orderId, noteOrder(orderId, body.text, operatorIdOf(actor))),
})
