import { on } from '@korob/platform/consumer'
import { rabbitConsumer } from '@korob/platform/rabbit-consumer'
import {
  courierAssigned,
  courierChanged,
  delivered,
  deliveryDeclined,
  deliveryFailed,
  deliveryLost,
  deliveryReturned,
  departed,
  handedOver,
  rescheduled,
  unassigned,
} from '../../delivery/contract.ts'
import { followDecline } from '../actions/follow-decline.ts'
import { followDelivered, followFailure, followTo, followUnassigned } from '../actions/follow-delivery.ts'
import { followLoss } from '../actions/follow-loss.ts'
import { followReturn } from '../actions/follow-return.ts'

export const subscriptions = [
  on(courierAssigned, followTo('scheduled')),
  on(courierChanged, followTo('scheduled')),
  on(rescheduled, followTo('scheduled')),
  // Whichever comes first: what leaves with the courier has been handed over.
  on(handedOver, followTo('out_for_delivery')),
  on(departed, followTo('out_for_delivery')),
  on(delivered, followDelivered),
  on(unassigned, followUnassigned),
  on(deliveryFailed, followFailure),
  on(deliveryReturned, followReturn),
  on(deliveryLost, followLoss),
  on(deliveryDeclined, followDecline),
]

export const handler = rabbitConsumer('orders.delivery', ...subscriptions)
