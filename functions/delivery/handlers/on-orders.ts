import { on } from '@korob/platform/consumer'
import { sqsConsumer } from '@korob/platform/sqs-consumer'
import { orderAnonymised, orderCancelled, orderConfirmed, orderLinksRevoked, orderPaid } from '../../orders/contract.ts'
import { acceptOrder } from '../actions/accept-order.ts'
import { cancelDelivery } from '../actions/cancel-delivery.ts'
import { forgetOrder, voidOrderLinks } from '../actions/forget-order.ts'
import { notePaid } from '../store/deliveries.ts'

export const handler = sqsConsumer(
  'delivery.on-orders',
  on(orderConfirmed, ({ data }, tx) => acceptOrder(data, tx)),
  on(orderCancelled, async ({ data }, tx) => {
    await cancelDelivery(data.orderId, tx)
    return undefined
  }),
  on(orderPaid, async ({ data }, tx) => {
    await notePaid(tx, data.orderId)
    return undefined
  }),
  on(orderLinksRevoked, ({ data }, tx) => voidOrderLinks(data, tx)),
  on(orderAnonymised, ({ data }, tx) => forgetOrder(data.orderId, tx)),
)
