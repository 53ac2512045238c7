import { http } from '@korob/platform/http'
import { revokeOrderLinks } from '../actions/order-links.ts'
import { inviteMember, listStaff, removeMember } from '../actions/staff.ts'
import { findCourier } from '../calls/couriers.ts'
import { ordersOfAccounts } from '../calls/orders-of-accounts.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'operator', {
  listStaff: () => listStaff(),
  inviteMember: ({ actor, body }) => inviteMember(findCourier, actor, body),
  removeMember: ({ actor, params }) => removeMember(actor, params.memberId),
  revokeOrderLinks: ({ params }) => revokeOrderLinks(ordersOfAccounts, params.orderId),
})
