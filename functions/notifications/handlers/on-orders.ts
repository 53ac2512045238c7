import { rabbitConsumer } from '@korob/platform/rabbit-consumer'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { orderChanged } from '../domain/templates/order-changed.ts'
import { orderConfirmed } from '../domain/templates/order-confirmed.ts'
import { thenSend } from '../sending/after-commit.ts'
import { tell } from '../sending/tell.ts'

export const handler = thenSend(
  rabbitConsumer('notifications.orders', tell(orderConfirmed), tell(orderChanged), tell(orderCancelled)),
)
