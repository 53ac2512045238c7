import { operations, serve } from '@korob/platform/operation'
import { amendOrder } from '../actions/amend-order.ts'
import { recallOrder } from '../actions/cancel-delivery.ts'
import { findCourier } from '../actions/find-courier.ts'
import { holdSlot, releaseSlot } from '../actions/hold-slot.ts'
import { listFees, quoteFee } from '../actions/quote-fee.ts'
import { rescheduleOrder } from '../actions/reschedule-order.ts'
import * as contract from '../contract.ts'

export const handler = operations(
  serve(contract.hold, holdSlot),
  serve(contract.release, releaseSlot),
  serve(contract.quoteFee, quoteFee),
  serve(contract.listFees, listFees),
  serve(contract.findCourier, ({ courierId }) => findCourier(courierId)),
  serve(contract.recall, recallOrder),
  serve(contract.amend, amendOrder),
  serve(contract.reschedule, (request) => rescheduleOrder(request)),
)
