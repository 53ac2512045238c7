import { rabbitConsumer } from '@korob/platform/rabbit-consumer'
import { arriving } from '../domain/templates/arriving.ts'
import { courierAssigned } from '../domain/templates/courier-assigned.ts'
import { delivered } from '../domain/templates/delivered.ts'
import { deliveryFailed } from '../domain/templates/delivery-failed.ts'
import { departed } from '../domain/templates/departed.ts'
import { handedOver } from '../domain/templates/handed-over.ts'
import { rescheduled } from '../domain/templates/rescheduled.ts'
import { thenSend } from '../sending/after-commit.ts'
import { nameNewCourier, takeBackPlan } from '../sending/keep-true.ts'
import { tell } from '../sending/tell.ts'

export const handler = thenSend(
  rabbitConsumer(
    'notifications.delivery',
    tell(courierAssigned),
    tell(rescheduled),
    tell(handedOver),
    tell(departed),
    tell(arriving),
    tell(delivered),
    tell(deliveryFailed),
    nameNewCourier,
    takeBackPlan,
  ),
)
