import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { moveDelivery } from '../actions/move-delivery.ts'
import { settleRefusedStep } from '../actions/refused-steps.ts'
import { showDispatch } from '../actions/show-dispatch.ts'
import { dispatchRoutes } from '../dispatch-routes.ts'

export const handler = http(dispatchRoutes, 'dispatcher', {
  dispatchDay: ({ params }) => showDispatch(params.date),
  moveDelivery: ({ params, body, actor }) => moveDelivery(params.deliveryId, body, operatorIdOf(actor)),
  settleRefusedStep: ({ params, actor }) => settleRefusedStep(params.refusedStepId, operatorIdOf(actor)),
})
