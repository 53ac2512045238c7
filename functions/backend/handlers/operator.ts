import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { revokeOrderLinks } from '../actions/order-links.ts'
import { listOutbox, readAudit, readTrail, replayOutbox } from '../actions/read-records.ts'
import { listSetAside, workSetAside } from '../actions/set-aside.ts'
import { endSessionsOfMember, inviteMember, listStaff, removeMember } from '../actions/staff.ts'
import { findCourier } from '../calls/couriers.ts'
import { ordersOfAccounts } from '../calls/orders-of-accounts.ts'
import { operatorRoutes } from '../operator-routes.ts'

export const handler = http(operatorRoutes, 'operator', {
  listStaff: () => listStaff(),
  inviteMember: ({ actor, body }) => inviteMember(findCourier, operatorIdOf(actor), body),
  removeMember: ({ actor, params }) => removeMember(operatorIdOf(actor), params.memberId),
  endMemberSessions: ({ actor, params }) => endSessionsOfMember(operatorIdOf(actor), params.memberId),
  revokeOrderLinks: ({ actor, params }) => revokeOrderLinks(ordersOfAccounts, params.orderId, operatorIdOf(actor)),
  operatorTrail: ({ query: { orderId, correlationId = '' } }) =>
    readTrail(orderId === undefined ? { correlationId } : { orderId }),
  operatorAudit: ({ query }) => readAudit(query),
  operatorOutbox: ({ query }) => listOutbox(query),
  operatorSetAside: ({ query }) => listSetAside(query),
  workSetAside: ({ body, actor }) => workSetAside(body, operatorIdOf(actor)),
  operatorReplay: ({ body, actor }) => replayOutbox(body, operatorIdOf(actor)),
})
