import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { listOutbox, readAudit, readTrail, replayOutbox } from '../actions/read-records.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'operator', {
  operatorTrail: ({ query: { orderId, correlationId = '' } }) =>
    readTrail(orderId === undefined ? { correlationId } : { orderId }),
  operatorAudit: ({ query }) => readAudit(query),
  operatorOutbox: ({ query }) => listOutbox(query),
  operatorReplay: ({ body, actor }) => replayOutbox(body, operatorIdOf(actor)),
})
