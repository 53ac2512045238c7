import { on } from '@korob/platform/consumer'
import { rabbitConsumer } from '@korob/platform/rabbit-consumer'
import { accountDeleted } from '../../backend/contract.ts'
import { orderAnonymised } from '../../orders/contract.ts'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { orderChanged } from '../domain/templates/order-changed.ts'
import { orderConfirmed } from '../domain/templates/order-confirmed.ts'
import { thenSend } from '../sending/after-commit.ts'
import { tell } from '../sending/tell.ts'
import { forgetOrder, forgetPhone } from '../store/forgetting.ts'

export const handler = thenSend(
  rabbitConsumer(
    'notifications.orders',
    tell(orderConfirmed),
    tell(orderChanged),
    tell(orderCancelled),
    on(orderAnonymised, async ({ data }, tx) => {
      await forgetOrder(tx, data.orderId)
      return undefined
    }),
    on(accountDeleted, async ({ data }, tx) => {
      await forgetPhone(tx, data.phone)
      return undefined
    }),
  ),
)
