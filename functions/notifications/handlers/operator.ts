import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { blockNumber, listBlocked, unblockNumber } from '../operator/blocked-numbers.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'operator', {
  blockedNumbers: ({ query }) => listBlocked(query.limit, query.cursor),
  blockNumber: ({ body, actor }) => blockNumber(operatorIdOf(actor), body.phone, body.reason),
  unblockNumber: ({ params, actor }) => unblockNumber(operatorIdOf(actor), params.blockedId),
})
